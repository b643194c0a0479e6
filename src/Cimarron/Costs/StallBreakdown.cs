namespace Cimarron.Costs;

/// <summary>
/// What each kind of transfer adds to the latency. The mapping is timed first with transfers that take no time, then again and again with
/// one more kind of transfer taking its cycles, in the order of the properties below; a kind is charged the difference it makes. So every
/// part is ≥ 0, the parts add up to the latency, and a transfer hidden behind computing or behind kinds counted before it costs nothing.
/// Of two kinds that hide each other, the first in the order is charged.
/// </summary>
public sealed record StallBreakdown
{
    /// <summary>Macro activations: the latency if no transfer took time.</summary>
    public required double ComputeCycles { get; init; }

    /// <summary>Added by writing weights into a macro that cannot compute meanwhile.</summary>
    public required double ModeSwitchCycles { get; init; }

    /// <summary>Added on top by fetching inputs.</summary>
    public required double InputTransferCycles { get; init; }

    /// <summary>Added on top by all other weight transfers: outside the macro, into a ping-pong macro, or past the macro to the MAC.</summary>
    public required double WeightTransferCycles { get; init; }

    /// <summary>Added on top by fetching outputs and partial sums inwards.</summary>
    public required double OutputFetchCycles { get; init; }

    /// <summary>Added on top by writing outputs and partial sums back outwards.</summary>
    public required double OutputWriteBackCycles { get; init; }

    /// <summary>Added on top by moving whole operands from and to DRAM before and after the nest (preload).</summary>
    public required double PreloadCycles { get; init; }

    /// <summary>Throughput mismatch: what fetching operands adds, because a memory is slower than the macro.</summary>
    public double ThroughputMismatchCycles => InputTransferCycles + WeightTransferCycles + OutputFetchCycles;

    /// <summary>Sum of all parts: the latency.</summary>
    public double TotalCycles => ComputeCycles + ModeSwitchCycles + InputTransferCycles + WeightTransferCycles + OutputFetchCycles
        + OutputWriteBackCycles + PreloadCycles;
}
