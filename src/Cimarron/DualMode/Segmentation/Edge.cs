using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>A segment between two cuts, or a run of alike segments.</summary>
internal sealed class Edge
{
    public required Cut From { get; init; }

    public required Cut To { get; init; }

    public required ImmutableArray<Piece> Pieces { get; init; }

    /// <summary>How many alike segments, each of one piece.</summary>
    public required int Count { get; init; }

    public required SegmentTraffic Traffic { get; init; }

    /// <summary>Times of the pieces; computed when first needed.</summary>
    public SegmentTimes? Times { get; set; }

    /// <summary>Allocations by what must be in arrays and what is left.</summary>
    public Dictionary<(UInt128 Kept, int Arrays), (SegmentProblem? Problem, ImmutableArray<SegmentAllocation> Found)> Allocations { get; } = [];
}
