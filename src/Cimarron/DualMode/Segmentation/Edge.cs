using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>A segment between two cuts, or a run of alike segments.</summary>
internal sealed class Edge
{
    public Edge(Cut from, Cut to, ImmutableArray<Piece> pieces, int count, SegmentTraffic traffic)
    {
        (From, To, Pieces, Count, Traffic) = (from, to, pieces, count, traffic);
        UseBefore = [.. traffic.Uses.Select(u => from.PositionOf(u.Tensor))];
        UseAfter = [.. traffic.Uses.Select(u => to.PositionOf(u.Tensor))];
        LiveBefore = [.. to.Live.Select(from.PositionOf)];
        LiveUse = [.. to.Live.Select(t => traffic.IndexOf(t))];
        StationaryBefore = [.. traffic.Stationary.Select(t => t < 0 ? -1 : from.PositionOf(t))];
    }

    public Cut From { get; }

    public Cut To { get; }

    public ImmutableArray<Piece> Pieces { get; }

    /// <summary>How many alike segments, each of one piece.</summary>
    public int Count { get; }

    public SegmentTraffic Traffic { get; }

    /// <summary>For each use, the tensor's position among the live tensors of <see cref="From"/>; −1 if it is not.</summary>
    public int[] UseBefore { get; }

    /// <summary>For each use, the tensor's position among the live tensors of <see cref="To"/>; −1 if it is not.</summary>
    public int[] UseAfter { get; }

    /// <summary>For each tensor live at <see cref="To"/>, its position at <see cref="From"/>; −1 if it is born.</summary>
    public int[] LiveBefore { get; }

    /// <summary>For each tensor live at <see cref="To"/>, its use; −1 if it only waits.</summary>
    public int[] LiveUse { get; }

    /// <summary>For each piece, the position of its stationary operand at <see cref="From"/>; −1 for weights.</summary>
    public int[] StationaryBefore { get; }

    /// <summary>Whether a piece computes with the arrays that its stationary operand lies in.</summary>
    public bool IsInPlace(UInt128 state, int piece) => Cut.At(state, StationaryBefore[piece]) == Residency.InPlace;

    /// <summary>Segments one after another that differ, between which no tensor changes place; empty for a single segment or a run of alike ones.</summary>
    public ImmutableArray<Edge> Parts { get; init; } = [];

    /// <summary>Cycles it takes at least, whatever is kept in arrays.</summary>
    public double Least { get; set; }

    /// <summary>The part of them that is loading and computing.</summary>
    public double LeastTime { get; set; }

    /// <summary>Its cycles on the bus; computed when first needed.</summary>
    public EdgeTraffic? Bus { get; set; }

    /// <summary>What is known of its allocations; shared by segments of equal shape.</summary>
    public EdgeCache Cache { get; set; } = new();
}
