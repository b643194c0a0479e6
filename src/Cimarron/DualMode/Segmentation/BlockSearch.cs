namespace Cimarron.DualMode.Segmentation;

/// <summary>
/// Passes through a block. The first ones follow a few states per cut, each as far as a plan can come that is slower than the bound by so much, until there is a plan; the last one follows every label
/// from which, by the bounds, a plan no slower than that can still come.
/// </summary>
/// <param name="graph">The block.</param>
/// <param name="bounds">Cycles that remain at least.</param>
/// <param name="steps">What segments cost.</param>
/// <param name="dominance">Which states are superfluous; null when that cannot be told.</param>
/// <param name="worth">Cycles that a state at the end can be worth over one with all tensors outside.</param>
/// <param name="cancellation">Stops the search.</param>
internal sealed class BlockSearch(BlockGraph graph, BlockBounds bounds, EdgeSteps steps, StateDominance? dominance, double worth, CancellationToken cancellation)
{
    /// <summary>States that the first passes follow at every cut, besides the one with all tensors outside.</summary>
    private const int FirstStates = 3;

    /// <summary>By how much the limit of an iteration may exceed that of the one before.</summary>
    private const double Tolerance = 2e-4;

    private readonly double _least = bounds.LeastFrom(graph.Start);

    private double _spread = double.PositiveInfinity;

    public Cut Start => graph.Start;

    public Cut End => graph.End;

    /// <summary>Cycles that a pass takes at least.</summary>
    public double Least => bounds.Least;

    /// <summary>The labels at the end that an optimal plan can go through; none when no plan is as fast as it must be.</summary>
    /// <param name="entry">The labels at the start.</param>
    /// <param name="least">Cycles that the fastest label at the end may have, so that the whole plan can be the fastest; infinite if all may.</param>
    public List<Label> Run(List<Label> entry, double least)
    {
        var first = Label.Cheapest(entry);
        var most = least + (2 * worth);
        var exits = Again(entry, first) ?? Search(entry, first, most);
        var known = Limit(exits);
        if (exits.Count > 0 && known > most)
        {
            exits = Search(entry, first, double.PositiveInfinity);
            known = Limit(exits);
        }

        _spread = known - first;
        exits.RemoveAll(l => l.Cost > known);
        return exits;
    }

    /// <summary>What leaving cycles to spare makes a limit for the fastest label at the end of an iteration, when as many others must follow it.</summary>
    /// <param name="entry">The labels at the start.</param>
    /// <param name="cycles">Cycles at the end of all of them at most.</param>
    /// <param name="others">Iterations that follow.</param>
    public double Share(List<Label> entry, double cycles, int others)
    {
        var outside = Outside(entry, graph.Start);
        return others == 0 ? cycles : double.IsFinite(outside) ? (cycles + (others * (outside + worth))) / (others + 1) * (1 + 1e-12) : double.PositiveInfinity;
    }

    /// <summary>A pass that may take little more than the one before needed; null if there was none, or this is not enough.</summary>
    private List<Label>? Again(List<Label> entry, double first)
    {
        if (!double.IsFinite(_spread))
        {
            return null;
        }

        var limit = first + (_spread * (1 + Tolerance));
        var exits = Pass(entry, limit, int.MaxValue);
        return Limit(exits) <= limit ? exits : null;
    }

    /// <summary>Narrow passes until there is a plan, which limits the last one: it finds all that can be as good.</summary>
    private List<Label> Search(List<Label> entry, double first, double most) => Pass(entry, Math.Min(most, FirstLimit(entry, first, most)), int.MaxValue);

    /// <summary>The limit that the first plan sets. The bound is seldom off by more than some percent; where it is, all plans are allowed at last.</summary>
    private double FirstLimit(List<Label> entry, double first, double most)
    {
        var limit = double.PositiveInfinity;
        for (var more = 0.004; double.IsInfinity(limit) && more < 3; more *= more < 0.5 ? 2 : double.PositiveInfinity)
        {
            var allowed = first + (_least * (1 + more));
            if (allowed >= most)
            {
                return most;
            }

            limit = Limit(Pass(entry, allowed, FirstStates));
        }

        return double.IsFinite(limit) ? limit : Limit(Pass(entry, most, FirstStates));
    }

    /// <summary>Cycles above which a label is of no use: a state with all tensors outside, with what it then costs to be as good as any other.</summary>
    private double Limit(List<Label> exits) => (Outside(exits, graph.End) + worth) * (1 + 1e-12);

    /// <summary>Cycles of the cheapest label with all tensors outside; infinite if there is none.</summary>
    private static double Outside(List<Label> labels, Cut cut)
    {
        var cheapest = double.PositiveInfinity;
        foreach (var label in labels)
        {
            var isOutside = true;
            for (var position = 0; position < cut.Live.Length && isOutside; position++)
            {
                isOutside = Cut.At(label.State, position) is Residency.External or Residency.Both;
            }

            cheapest = isOutside ? Math.Min(cheapest, label.Cost) : cheapest;
        }

        return cheapest;
    }

    private List<Label> Pass(List<Label> entry, double limit, int states)
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
            if (cut.Labels.Count == 0)
            {
                continue;
            }

            cut.Drop(steps.Switching);
            dominance?.Prune(cut);
            foreach (var labels in Followed(cut, states))
            {
                foreach (var edge in cut.Edges)
                {
                    steps.Follow(edge, labels, limit, bounds);
                }
            }
        }

        var exits = new List<Label>();
        foreach (var labels in graph.End.Ordered())
        {
            labels.AddTo(exits);
        }

        return exits;
    }

    /// <summary>The states from which a plan can be fastest, by the bounds, and the one with all tensors outside; all of them if there are no more than are to be followed.</summary>
    private List<StateLabels> Followed(Cut cut, int states)
    {
        var all = cut.Ordered();
        if (all.Count <= states)
        {
            return all;
        }

        var costs = new double[all.Count];
        for (var i = 0; i < costs.Length; i++)
        {
            costs[i] = Through(cut, all[i]);
        }

        Array.Sort(costs);
        all.RemoveAll(s => !s.State.IsEmpty && Through(cut, s) > costs[states - 1]);
        return all;
    }

    /// <summary>Cycles of a plan through labels of a state at least.</summary>
    private double Through(Cut cut, StateLabels labels) => labels.Cheapest + bounds.Remaining[(cut.Index * Cut.Places) + cut.PlaceOfTracked(labels.State)];
}
