using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>A segment of a plan, or a run of alike segments.</summary>
public sealed record PlannedSegment
{
    /// <summary>The pieces; with <see cref="Count"/> &gt; 1 the single piece that the run begins with.</summary>
    public required ImmutableArray<Piece> Pieces { get; init; }

    /// <summary>Alike segments one after another, ≥ 1.</summary>
    public required int Count { get; init; }

    /// <summary>Arrays given out.</summary>
    public required SegmentAllocation Allocation { get; init; }

    /// <summary>The arrays that were to give out; null in the plans of baselines.</summary>
    public SegmentProblem? Problem { get; init; }

    /// <summary>What happens to the tensors.</summary>
    public required SegmentTraffic Traffic { get; init; }

    /// <summary>Where tensors are before.</summary>
    public required TensorPlaces Before { get; init; }

    /// <summary>Where tensors are afterwards.</summary>
    public required TensorPlaces After { get; init; }

    /// <summary>Memory-mode arrays while it runs.</summary>
    public required int MemoryArrays { get; init; }

    /// <summary>Predicted cycles of the whole run, switches and traffic included.</summary>
    public required double Cycles { get; init; }

    /// <summary>Memory arrays of a tensor that a piece reads or produces, by its number among <see cref="SegmentTraffic.Uses"/>.</summary>
    public int ArraysOf(int use) => use < Allocation.Memory.Length ? Allocation.Memory[use] : 0;
}
