namespace Cimarron.Solvers;

/// <summary>How a solve ended. A solver that is missing, fails or lies has no status: it is a <see cref="DiagnosticException"/>.</summary>
public enum SolveStatus
{
    /// <summary>A solution, proven to be within the gap asked for.</summary>
    Optimal,

    /// <summary>A solution without such a proof: a limit was reached first.</summary>
    Feasible,

    /// <summary>Proven: there is no solution.</summary>
    Infeasible,

    /// <summary>Proven: the objective has no limit.</summary>
    Unbounded,

    /// <summary>Proven: either there is no solution or the objective has no limit; the solver did not find out which.</summary>
    InfeasibleOrUnbounded,

    /// <summary>A limit was reached before a solution was found; the bound, if any, holds.</summary>
    TimeLimit,

    /// <summary>The caller cancelled; there may be a solution.</summary>
    Cancelled,
}
