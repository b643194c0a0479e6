namespace Cimarron.Costs;

/// <summary>
/// What the cycles of the critical path are spent on; the parts add up to the latency exactly. A transfer that overlaps with other
/// work is not on the critical path and counts nothing.
/// </summary>
public sealed record StallBreakdown
{
    /// <summary>Macro activations.</summary>
    public required double ComputeCycles { get; init; }

    /// <summary>Writing weights into a macro that cannot compute meanwhile.</summary>
    public required double ModeSwitchCycles { get; init; }

    /// <summary>Waiting for inputs.</summary>
    public required double InputTransferCycles { get; init; }

    /// <summary>Waiting for weights outside the macro (or entering a ping-pong macro).</summary>
    public required double WeightTransferCycles { get; init; }

    /// <summary>Waiting for partial sums to be fetched.</summary>
    public required double OutputFetchCycles { get; init; }

    /// <summary>Waiting for outputs or partial sums to be written back.</summary>
    public required double OutputWriteBackCycles { get; init; }

    /// <summary>Moving whole operands from and to DRAM before and after the nest (preload).</summary>
    public required double PreloadCycles { get; init; }

    /// <summary>Throughput mismatch: the part of the latency spent waiting for a memory that is slower than the macro.</summary>
    public double ThroughputMismatchCycles => InputTransferCycles + WeightTransferCycles + OutputFetchCycles;

    /// <summary>Sum of all parts: the latency.</summary>
    public double TotalCycles => ComputeCycles + ModeSwitchCycles + InputTransferCycles + WeightTransferCycles + OutputFetchCycles
        + OutputWriteBackCycles + PreloadCycles;
}
