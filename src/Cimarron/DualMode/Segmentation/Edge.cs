using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>A segment between two cuts, or a run of alike segments. Most are never looked at closely, so what takes long to find out is found out when it is first asked for.</summary>
internal sealed class Edge(Cut from, Cut to, ImmutableArray<Piece> pieces, int count, Func<Edge, SegmentTraffic> traffic)
{
    private EdgeLinks? _links;
    private EdgeCache? _cache;
    private double[]? _least;

    public Cut From => from;

    public Cut To => to;

    public ImmutableArray<Piece> Pieces => pieces;

    /// <summary>How many alike segments, each of one piece.</summary>
    public int Count => count;

    /// <summary>Its tensors.</summary>
    public EdgeLinks Links => _links ??= new EdgeLinks(this, traffic(this));

    /// <summary>Segments one after another that differ, between which no tensor changes place; empty for a single segment or a run of alike ones.</summary>
    public ImmutableArray<Edge> Parts { get; init; } = [];

    /// <summary>Cycles it takes at least, by a bound that costs next to nothing.</summary>
    public double Quick { get; set; }

    /// <summary>Further cycles when the tensor that is tracked at <see cref="From"/> lies outside.</summary>
    public double QuickReading { get; set; }

    /// <summary>Further cycles when the tensor that is tracked at <see cref="To"/> lies outside, also if it is in arrays, too.</summary>
    public double QuickWriting { get; set; }

    /// <summary>Cycles of loading and computing at least; known when it <see cref="IsOpen"/>.</summary>
    public double LeastTime { get; set; }

    /// <summary>Whether it was looked at closely; then <see cref="Cache"/> is that of all segments of this shape.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The cheap bound with the places of the tracked tensors.</summary>
    public double QuickBetween(int before, int after) =>
        Quick + (before == (int)Residency.External ? QuickReading : 0) + (after is (int)Residency.External or (int)Residency.Both ? QuickWriting : 0);

    /// <summary>Cycles it takes at least, by where the tracked tensor of <see cref="From"/> is (slow index) and that of <see cref="To"/>; 0 while unknown.</summary>
    public double[] Least => _least ??= new double[Cut.Places * Cut.Places];

    /// <summary>Its cycles on the bus; computed when first needed.</summary>
    public EdgeTraffic? Bus { get; set; }

    /// <summary>What is known of its allocations.</summary>
    public EdgeCache Cache
    {
        get => _cache ??= new EdgeCache();
        set => _cache = value;
    }
}
