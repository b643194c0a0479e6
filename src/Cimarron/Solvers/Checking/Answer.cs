namespace Cimarron.Solvers.Checking;

/// <summary>What a solver returned, before anybody believes it.</summary>
/// <param name="Claim">How it says it ended.</param>
/// <param name="SolverName">Name and version.</param>
internal sealed record Answer(Claim Claim, string SolverName)
{
    /// <summary>One value per variable; null without a solution.</summary>
    public double[]? Values { get; init; }

    /// <summary>Its bound in the model's own sense; null when it gives none.</summary>
    public double? Bound { get; init; }

    /// <summary>The bound after the root node.</summary>
    public double? RootBound { get; init; }

    /// <summary>Nodes of the search tree.</summary>
    public long? Nodes { get; init; }

    /// <summary>Whether the caller stopped it.</summary>
    public bool WasCancelled { get; init; }
}
