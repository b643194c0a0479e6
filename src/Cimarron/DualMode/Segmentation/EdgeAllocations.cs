using Cimarron.DualMode.Allocation;

namespace Cimarron.DualMode.Segmentation;

/// <summary>The useful allocations of a segment.</summary>
internal sealed class EdgeAllocations : Chained<EdgeAllocations>
{
    /// <summary>Some allocations.</summary>
    /// <param name="arrays">Arrays there were.</param>
    /// <param name="problem">The problem; null when not even the least fits.</param>
    /// <param name="found">The allocations, the fastest first; empty when there is none.</param>
    public EdgeAllocations(int arrays, SegmentProblem? problem, SegmentAllocation[] found)
    {
        (Arrays, Problem, Found) = (arrays, problem, found);
        foreach (var allocation in found)
        {
            Used = Math.Max(Used, allocation.ComputeArrays + allocation.MemoryArrays);
        }
    }

    public int Arrays { get; }

    public SegmentProblem? Problem { get; }

    public SegmentAllocation[] Found { get; }

    /// <summary>The most arrays that any of them uses.</summary>
    public int Used { get; }
}
