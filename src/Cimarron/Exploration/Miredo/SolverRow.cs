namespace Cimarron.Exploration.Miredo;

/// <summary>What one method achieved on one layer, latency in cycles.</summary>
public sealed record SolverRow
{
    /// <summary>Bound of the relaxation before any branching; null when the method has none.</summary>
    public double? RootBound { get; init; }

    /// <summary>Best proven bound on what the method optimises; null when it has none.</summary>
    public double? Bound { get; init; }

    /// <summary>Best value of what the method optimises: latency by the recursion for the programs, exact latency for the exact mapper; null when none was found.</summary>
    public double? Value { get; init; }

    /// <summary>Latency of the best mapping under the exact rules; null when there is none.</summary>
    public double? ExactCycles { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>How it ended, e.g. <c>optimal</c>, <c>time limit</c>, or why it could not run.</summary>
    public required string Status { get; init; }

    /// <summary>Variables and constraints; empty when there is no program.</summary>
    public string Size { get; init; } = "";
}
