namespace Cimarron.DualMode.Segmentation;

/// <summary>Cycles that at least remain from every cut of a block to its end, whatever is kept in arrays.</summary>
internal sealed class BlockBounds
{
    private readonly double[] _remaining;

    public BlockBounds(BlockGraph graph, EdgeSteps steps)
    {
        _remaining = new double[graph.Cuts.Count];
        for (var i = graph.Cuts.Count - 1; i >= 0; i--)
        {
            var cut = graph.Cuts[i];
            _remaining[i] = cut == graph.End ? 0 : double.PositiveInfinity;
            foreach (var edge in cut.Edges)
            {
                steps.SetLeast(edge);
                _remaining[i] = Math.Min(_remaining[i], edge.Least + _remaining[edge.To.Index]);
            }
        }
    }

    /// <summary>Cycles from a cut on.</summary>
    public double this[Cut cut] => _remaining[cut.Index];
}
