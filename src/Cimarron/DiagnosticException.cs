namespace Cimarron;

/// <summary>The user's input cannot be used; carries every finding and the exit code the tool ends with.</summary>
public sealed class DiagnosticException : Exception
{
    /// <summary>Input rejected for the given findings.</summary>
    /// <param name="diagnostics">All findings, at least one of them an error.</param>
    /// <param name="exitCode">The exit code of the tool.</param>
    public DiagnosticException(IReadOnlyList<Diagnostic> diagnostics, ExitCode exitCode = ExitCode.BadInput)
        : base(string.Join('\n', diagnostics))
    {
        Diagnostics = diagnostics;
        ExitCode = exitCode;
    }

    /// <summary>Input rejected for one finding.</summary>
    public DiagnosticException(Diagnostic diagnostic, ExitCode exitCode = ExitCode.BadInput)
        : this([diagnostic], exitCode)
    {
    }

    /// <summary>All findings.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The exit code of the tool.</summary>
    public ExitCode ExitCode { get; }
}
