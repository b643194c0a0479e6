namespace Cimarron.DualMode.Segmentation;

/// <summary>
/// Cycles that at least remain from every cut of a block to its end, by where the tracked tensor of the cut is, whatever else is kept in arrays. Only segments that could be the least of their cut by
/// the cheap bound are looked at closely. A tracked tensor that ends outside counts as loaded after the end: what keeps it in arrays must not seem cheaper than it can turn out to be.
/// </summary>
internal sealed class BlockBounds
{
    private readonly EdgeBounds _edges;
    private readonly double[] _remaining;

    /// <summary>The bounds.</summary>
    /// <param name="graph">The block.</param>
    /// <param name="edges">What segments take at least.</param>
    /// <param name="worth">Cycles that having the tensor that is tracked at the end in arrays is worth at most.</param>
    public BlockBounds(BlockGraph graph, EdgeBounds edges, double worth)
    {
        _edges = edges;
        _remaining = new double[graph.Cuts.Count * Cut.Places];
        _remaining[(graph.End.Index * Cut.Places) + (int)Residency.External] = worth;
        for (var i = graph.Cuts.Count - 1; i >= 0; i--)
        {
            if (graph.Cuts[i] != graph.End)
            {
                Fill(graph.Cuts[i]);
            }
        }

        Least = LeastFrom(graph.Start) - worth;
    }

    /// <summary>Cycles that a pass through the block takes at least, whatever the place of the tracked tensor at its end.</summary>
    public double Least { get; }

    /// <summary>Cycles from every cut on, by the cut's number (slow index) and where its tracked tensor is.</summary>
    public double[] Remaining => _remaining;

    /// <summary>Cycles from a cut on, wherever its tracked tensor is.</summary>
    public double LeastFrom(Cut cut)
    {
        var least = double.PositiveInfinity;
        for (var place = 0; place < Cut.Places; place++)
        {
            least = Math.Min(least, _remaining[(cut.Index * Cut.Places) + place]);
        }

        return least;
    }

    private void Fill(Cut cut)
    {
        var edges = cut.Edges.ToArray();
        var quick = new double[edges.Length];
        for (var i = 0; i < edges.Length; i++)
        {
            _edges.Begin(edges[i]);
            quick[i] = edges[i].Quick + LeastFrom(edges[i].To);
        }

        Array.Sort(quick, edges);
        var start = cut.Index * Cut.Places;
        for (var place = 0; place < Cut.Places; place++)
        {
            _remaining[start + place] = cut.CanTrack(place) ? LeastThrough(edges, quick, place) : double.PositiveInfinity;
        }

        // What also lies outside can be dropped.
        ref var both = ref _remaining[start + (int)Residency.Both];
        both = Math.Min(both, _remaining[start + (int)Residency.External]);
    }

    private double LeastThrough(Edge[] edges, double[] quick, int place)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i < edges.Length && quick[i] < least; i++)
        {
            var start = edges[i].To.Index * Cut.Places;
            for (var after = 0; after < Cut.Places; after++)
            {
                if (edges[i].To.CanTrack(after) && edges[i].QuickBetween(place, after) + _remaining[start + after] < least)
                {
                    least = Math.Min(least, _edges.Least(edges[i], place, after) + _remaining[start + after]);
                }
            }
        }

        return least;
    }
}
