namespace Cimarron.DualMode.Segmentation;

/// <summary>
/// Passes through a block. A first one follows a few states per cut and finds a plan; the second one follows every label from which, by the bounds, a plan no slower than that can still come.
/// </summary>
/// <param name="graph">The block.</param>
/// <param name="steps">What segments cost.</param>
/// <param name="worth">Cycles that a state at the end can be worth over one with all tensors outside.</param>
/// <param name="cancellation">Stops the search.</param>
internal sealed class BlockSearch(BlockGraph graph, EdgeSteps steps, double worth, CancellationToken cancellation)
{
    /// <summary>States that the first pass follows at every cut.</summary>
    private const int FirstStates = 3;

    private readonly BlockBounds _bounds = new(graph, steps);

    public Cut Start => graph.Start;

    public Cut End => graph.End;

    /// <summary>Cycles that a pass takes at least.</summary>
    public double Least => _bounds[graph.Start];

    /// <summary>The labels at the end that an optimal plan can go through.</summary>
    public List<Label> Run(IReadOnlyList<Label> entry)
    {
        var limit = Limit(Pass(entry, double.PositiveInfinity, FirstStates));
        var exits = Pass(entry, limit, int.MaxValue);
        limit = Limit(exits);
        return [.. exits.Where(l => l.Cost <= limit)];
    }

    /// <summary>Cycles above which a label is of no use: a state with all tensors outside, with what it then costs to be as good as any other.</summary>
    private double Limit(List<Label> exits)
    {
        var outside = exits.Where(l => IsOutside(l.State)).Select(l => l.Cost).DefaultIfEmpty(double.PositiveInfinity).Min();
        return (outside + worth) * (1 + 1e-12);
    }

    private bool IsOutside(UInt128 state)
    {
        for (var position = 0; position < graph.End.Live.Length; position++)
        {
            if (Cut.At(state, position) is not (Residency.External or Residency.Both))
            {
                return false;
            }
        }

        return true;
    }

    private List<Label> Pass(IReadOnlyList<Label> entry, double limit, int states)
    {
        foreach (var cut in graph.Cuts)
        {
            cut.Labels.Clear();
        }

        foreach (var label in entry)
        {
            graph.Start.Offer(label, steps.Switching);
        }

        foreach (var cut in graph.Cuts)
        {
            cancellation.ThrowIfCancellationRequested();
            Drop(cut);
            var followed = cut.Labels.Count <= states ? cut.Labels : cut.Labels.OrderBy(l => l.Value.Min(v => v.Cost)).ThenBy(l => l.Key).Take(states);
            foreach (var (state, labels) in followed)
            {
                foreach (var edge in cut.Edges)
                {
                    steps.Follow(edge, state, labels, limit - _bounds[edge.To]);
                }
            }
        }

        return [.. graph.End.Labels.OrderBy(l => l.Key).SelectMany(l => l.Value.OrderBy(v => v.Memory).ThenBy(v => v.Used))];
    }

    /// <summary>A tensor that also lies outside can be dropped from its arrays for free.</summary>
    private void Drop(Cut cut)
    {
        for (var position = 0; position < cut.Live.Length; position++)
        {
            foreach (var (state, labels) in cut.Labels.ToArray())
            {
                if (Cut.At(state, position) != Residency.Both)
                {
                    continue;
                }

                foreach (var label in labels.ToArray())
                {
                    cut.Offer(new Label { Cost = label.Cost, Memory = label.Memory, Used = label.Used, State = state & ~((UInt128)3 << (2 * position)), Parent = label }, steps.Switching);
                }
            }
        }
    }
}
