namespace Cimarron.Solvers.Checking;

/// <summary>What a solver says about how it ended.</summary>
internal enum Claim
{
    /// <summary>Its solution is optimal within the gap asked for.</summary>
    Optimal,

    /// <summary>It stopped early, or does not say whether its solution is optimal.</summary>
    Stopped,

    /// <summary>There is no solution.</summary>
    Infeasible,

    /// <summary>The objective has no limit.</summary>
    Unbounded,

    /// <summary>One of the two.</summary>
    InfeasibleOrUnbounded,
}
