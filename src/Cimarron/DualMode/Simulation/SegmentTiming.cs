namespace Cimarron.DualMode.Simulation;

/// <summary>
/// The time of a segment: its parallel block, what comes before it since the last segment, and the EXT.write statements right behind it. Statements that no block
/// follows form a segment without a name if they take any time.
/// </summary>
public sealed record SegmentTiming
{
    /// <summary>Name of the parallel block; empty when there is none.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the parallel block, as in <see cref="Programs.ProgramViolation"/>; of the first statement when there is none.</summary>
    public required string Path { get; init; }

    /// <summary>Cycle at which it starts, in the first iteration.</summary>
    public required long Start { get; init; }

    /// <summary>How often it runs.</summary>
    public required long Iterations { get; init; }

    /// <summary>Cycles of one iteration.</summary>
    public required CycleTotals Cycles { get; init; }

    /// <summary>Arrays that compute in the block.</summary>
    public required int ComputeArrays { get; init; }

    /// <summary>Arrays that belong to tensors when the block starts.</summary>
    public required int MemoryArrays { get; init; }

    /// <summary>Multiply-accumulates of one iteration.</summary>
    public required long Macs { get; init; }

    /// <summary>Multiply-accumulates as a share of what all arrays of the chip could do in the segment's cycles, 0 … 1.</summary>
    public required double Utilisation { get; init; }
}
