namespace Cimarron;

/// <summary>The exit codes of the command line, and the class of failure a <see cref="DiagnosticException"/> stands for.</summary>
public enum ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    Ok = 0,

    /// <summary>A defect of Cimarron itself.</summary>
    InternalError = 1,

    /// <summary>A file, option or value given by the user cannot be used.</summary>
    BadInput = 2,

    /// <summary>The input is well formed but no legal mapping exists.</summary>
    Infeasible = 3,

    /// <summary>An external solver is missing or failed.</summary>
    SolverFailed = 4,

    /// <summary>The user cancelled; the best result so far was kept.</summary>
    Cancelled = 130,
}
