using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;

namespace Cimarron.DualMode.Segmentation;

/// <summary>The useful allocations of a segment.</summary>
/// <param name="Arrays">Arrays there were.</param>
/// <param name="Problem">The problem; null when not even the least fits.</param>
/// <param name="Found">The allocations; empty when there is none.</param>
internal sealed record EdgeAllocations(int Arrays, SegmentProblem? Problem, ImmutableArray<SegmentAllocation> Found)
{
    /// <summary>The most arrays that any of them uses.</summary>
    public int Used { get; } = Found.IsEmpty ? 0 : Found.Max(f => f.ComputeArrays + f.MemoryArrays);
}
