using Cimarron.Mappers.Recursion;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// Ranges of the variables of the lattice-flow program, arc by arc, from its own columns: shortest and longest paths per operand for the sums
/// (F2.8) and the restarts (F2.9), and with them the least time inside a node (F2.6, F2.7) and outside of it (F2.10). They make the rows with
/// x on one side as tight as they can be; no mapping within the cap is lost.
/// </summary>
internal sealed class FlowRanges
{
    private const int Output = (int)Operand.Output;
    private const double None = double.PositiveInfinity;

    private readonly Dictionary<(int Operand, int Node, int Status), Sums> _sums = [];
    private readonly Dictionary<int, double> _inside = [];
    private readonly Dictionary<int, double> _outside = [];
    private readonly Dictionary<FlowArc, ArcRange> _ranges = [];

    /// <summary>Finds the ranges.</summary>
    /// <param name="graph">The arcs and their columns.</param>
    /// <param name="cap">Largest latency of interest, cycles.</param>
    public FlowRanges(FlowGraph graph, double cap)
    {
        FlowArc[] arcs = [.. graph.Arcs.OrderBy(a => a.From)];
        foreach (var arc in arcs)
        {
            Spread(arc);
        }

        _inside[0] = graph.Source.Tables.ComputeCycles;
        foreach (var arc in arcs.Where(a => a.To >= 0 && _inside.ContainsKey(a.From)))
        {
            _inside[arc.To] = Math.Min(_inside.GetValueOrDefault(arc.To, None), Wrapped(arc, _inside[arc.From]));
        }

        foreach (var arc in arcs.Reverse())
        {
            var rest = arc.To < 0 ? End(arc) : _outside.GetValueOrDefault(arc.To, None);
            var least = Added(arc) + rest;
            _outside[arc.From] = Math.Min(_outside.GetValueOrDefault(arc.From, None), least);
            _ranges[arc] = new ArcRange(_inside.GetValueOrDefault(arc.From, None), cap - least, Restart(arc), PerOperand(arc, s => s.Least, Math.Min), PerOperand(arc, s => s.Most, Math.Max));
        }
    }

    /// <summary>The ranges of one of the graph's arcs.</summary>
    public ArcRange Of(FlowArc arc) => _ranges[arc];

    /// <summary>Carries sums and restarts over an arc, from its statuses before to those after.</summary>
    private void Spread(FlowArc arc)
    {
        for (var operand = 0; operand < Operands.Count && arc.To >= 0; operand++)
        {
            foreach (var column in arc.Columns[operand])
            {
                var before = Before(arc, operand, column);
                var (least, most) = (before.Least + column.Added, before.Most + column.Added);
                var key = (operand, arc.To, column.To);
                var known = _sums.GetValueOrDefault(key, new Sums(None, 0, None));
                _sums[key] = new Sums(Math.Min(known.Least, least), Math.Max(known.Most, most), Math.Min(known.Restart, least - column.Overlapped));
            }
        }
    }

    private Sums Before(FlowArc arc, int operand, in Column column) => arc.From == 0 ? new Sums(0, 0, 0) : _sums.GetValueOrDefault((operand, arc.From, column.From), new Sums(None, 0, None));

    private double[] PerOperand(FlowArc arc, Func<Sums, double> value, Func<double, double, double> choose) =>
        [.. Enumerable.Range(0, Operands.Count).Select(o => arc.Columns[o].Select(c => value(Before(arc, o, c))).Aggregate(choose))];

    /// <summary>Every operand bounds the restart by its cheapest status.</summary>
    private double Restart(FlowArc arc) => PerOperand(arc, s => s.Restart, Math.Min).Max();

    private static double Iterations(FlowArc arc) => arc.Runs * (arc.Factor - 1);

    /// <summary>What the arc adds at least to the time of the nest inside (F2.6).</summary>
    private double Added(FlowArc arc) => Iterations(arc) == 0 ? 0 : Iterations(arc) * (arc.Columns.Max(o => o.Min(c => c.Exposed)) + Restart(arc));

    private double Wrapped(FlowArc arc, double inside) => Math.Max(inside + Added(arc), (inside / arc.Factor) + (Iterations(arc) * arc.Columns.Max(o => o.Min(c => c.Hidden))));

    /// <summary>The last terms of the latency (F2.10).</summary>
    private double End(FlowArc arc)
    {
        double Least(int operand, double share) => arc.Columns[operand].Min(c => (share * Before(arc, operand, c).Least) + c.Preload);
        return Least(Output, 0.5) + Math.Max(Least(0, 1), Math.Max(Least(1, 1), Least(Output, 0.5)));
    }

    private readonly record struct Sums(double Least, double Most, double Restart);
}
