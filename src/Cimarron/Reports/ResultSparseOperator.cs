namespace Cimarron.Reports;

/// <summary>A matrix operator of a pruned network beside the dense one; costs are those of one execution.</summary>
public sealed record ResultSparseOperator
{
    /// <summary>Name of the operator.</summary>
    public required string Name { get; init; }

    /// <summary>Executions in one pass.</summary>
    public required int Count { get; init; }

    /// <summary>Its shape as it was, for people.</summary>
    public required string DenseShape { get; init; }

    /// <summary>Its compressed shape.</summary>
    public required string Shape { get; init; }

    /// <summary>Weights.</summary>
    public required long Weights { get; init; }

    /// <summary>Weights that the pattern keeps.</summary>
    public required long Kept { get; init; }

    /// <summary>Weights that are stored.</summary>
    public required long Stored { get; init; }

    /// <summary>Bits of the index.</summary>
    public required long IndexBits { get; init; }

    /// <summary>Cycles dense; null without a mapping, as are the other costs.</summary>
    public double? DenseLatencyCycles { get; init; }

    /// <summary>Cycles.</summary>
    public double? LatencyCycles { get; init; }

    /// <summary>Energy dense, nJ.</summary>
    public double? DenseEnergyNanojoules { get; init; }

    /// <summary>Energy, nJ.</summary>
    public double? EnergyNanojoules { get; init; }

    /// <summary>Why it stays dense, or what is odd; empty for nothing.</summary>
    public required string Remark { get; init; }
}
