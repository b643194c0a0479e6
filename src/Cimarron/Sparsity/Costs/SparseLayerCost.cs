namespace Cimarron.Sparsity.Costs;

/// <summary>What a layer costs by docs/sparse-rules.md; equal for the evaluator and the referee. Energy follows from the counts and the chip.</summary>
public sealed record SparseLayerCost
{
    /// <summary>A layer of which nothing is left.</summary>
    public static SparseLayerCost Nothing { get; } = new() { Counts = SparseCounts.Zero };

    /// <summary>T: cycles of the layer.</summary>
    public long Cycles { get; init; }

    /// <summary>n: steps, each with other weights in the arrays.</summary>
    public long Steps { get; init; }

    /// <summary>d: copies of every macro tile, ≥ 1 if there is a step.</summary>
    public int Copies { get; init; }

    /// <summary>Σ ld: cycles that loads take, overlapped or not.</summary>
    public long LoadCycles { get; init; }

    /// <summary>Σ cp: cycles of computation.</summary>
    public long ComputeCycles { get; init; }

    /// <summary>Σ wb: cycles of writing back.</summary>
    public long WriteBackCycles { get; init; }

    /// <summary>Events and bits.</summary>
    public required SparseCounts Counts { get; init; }

    /// <summary>Bits of the indices of the layer.</summary>
    public long IndexStorageBits { get; init; }

    /// <summary>Bits of indices loaded over the bus.</summary>
    public long IndexLoadBits { get; init; }

    /// <summary>Deliveries of partial sums that compression along columns or rearrangement add.</summary>
    public long ExtraAccumulations { get; init; }

    /// <summary>Weights that are kept: elements of kept blocks, φ per whole intra block.</summary>
    public long KeptWeights { get; init; }

    /// <summary>Weights that are stored, with the zeros among them, over all steps, one copy.</summary>
    public long StoredWeights { get; init; }

    /// <summary>Weights that the macros could hold, over all steps.</summary>
    public long CapacityWeights { get; init; }

    /// <summary>Whether partial sums never leave the output buffer before they are complete.</summary>
    public bool KeepsPartialSums { get; init; } = true;
}
