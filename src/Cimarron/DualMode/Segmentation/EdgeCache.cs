using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Allocations of a segment that were found.</summary>
internal sealed class EdgeCache
{
    /// <summary>Times of the pieces; computed when first needed.</summary>
    public SegmentTimes? Times { get; set; }

    /// <summary>Allocations by what must be in arrays and what is left.</summary>
    public Dictionary<(UInt128 Kept, int Arrays), (SegmentProblem? Problem, ImmutableArray<SegmentAllocation> Found)> Allocations { get; } = [];
}
