using System.Collections.Immutable;

namespace Cimarron.DualMode.Simulation;

/// <summary>How long a program takes on a chip.</summary>
public sealed record TimingResult
{
    /// <summary>Cycles from start to end.</summary>
    public required long Cycles { get; init; }

    /// <summary>The same by kind.</summary>
    public required CycleTotals ByKind { get; init; }

    /// <summary>Segments in order; those of a repeated block once, with their iterations.</summary>
    public required ImmutableArray<SegmentTiming> Segments { get; init; }

    /// <summary>Arrays switched to compute, all iterations.</summary>
    public required long SwitchesToCompute { get; init; }

    /// <summary>Arrays switched to memory, all iterations.</summary>
    public required long SwitchesToMemory { get; init; }

    /// <summary>Bytes of tiles that crossed the bus.</summary>
    public required long WeightBytesWritten { get; init; }

    /// <summary>Bytes of tensors read from external memory.</summary>
    public required long ExternalBytesRead { get; init; }

    /// <summary>Bytes of tensors written to external memory.</summary>
    public required long ExternalBytesWritten { get; init; }

    /// <summary>Multiply-accumulates.</summary>
    public required long Macs { get; init; }

    /// <summary>Multiply-accumulates as a share of what all arrays of the chip could do in all cycles, 0 … 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>What happened when, first iterations only; the first <see cref="ProgramTimer.MaxTimelineEvents"/> events.</summary>
    public required ImmutableArray<TimelineEvent> Timeline { get; init; }

    /// <summary>Events there would be without the cap.</summary>
    public required long TimelineEvents { get; init; }
}
