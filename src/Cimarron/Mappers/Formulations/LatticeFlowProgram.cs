using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Recursion;
using Cimarron.Mappings;
using Cimarron.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// The lattice-flow program F2 of one spatial scheme: a unit flow through the lattice of inner tiles, one flow per operand over its statuses,
/// coupled by the arc they use. Every method writes the equations of docs/formulation.md it names. Latencies are in units of N·t/1000 and
/// energies in units of the incumbent/1000, so that the solver's tolerances are relative to the problem.
/// </summary>
internal sealed partial class LatticeFlowProgram : IMappingProgram
{
    private const int Output = (int)Operand.Output;
    private const double Scale = 1000;
    private const double Rounding = 1e-9;

    private readonly ChipSearchTables _chip;
    private readonly IReadOnlyList<PathStep> _start;
    private readonly FlowGraph _graph;
    private readonly ProgramGoal _goal;
    private readonly double _compute;
    private readonly double _mostCycles;
    private readonly List<ArcVariables> _arcs = [];
    private readonly Dictionary<int, List<ArcVariables>> _leaving = [];
    private readonly Dictionary<int, List<ArcVariables>> _entering = [];
    private readonly Variable _latency;
    private readonly bool _hasLatency;
    private readonly FlowRanges? _ranges;

    /// <summary>Writes the program.</summary>
    /// <param name="graph">The scheme's lattice; at least one path leads through it.</param>
    /// <param name="goal">What is minimised under which cap.</param>
    /// <param name="chip">The chip, to write solutions down as mappings.</param>
    /// <param name="start">A path to start from; empty for none.</param>
    public LatticeFlowProgram(FlowGraph graph, ProgramGoal goal, ChipSearchTables chip, IReadOnlyList<PathStep> start)
    {
        _chip = chip;
        _start = start;
        _graph = graph;
        _goal = goal;
        Model = new MipModel("f2");
        var tables = graph.Source.Tables;
        _compute = tables.ComputeCycles;
        _hasLatency = goal.IsLatency || goal.Leakage > 0 || !double.IsPositiveInfinity(goal.LatencyCap);
        _mostCycles = goal.LatencyCap * Scale / _compute;
        if (_hasLatency)
        {
            _ranges = new FlowRanges(graph, goal.LatencyCap);
            _latency = Model.AddVariable("L", Math.Max(Scale, goal.LatencyFloor * Scale / _compute), _mostCycles);
        }

        foreach (var arc in graph.Arcs)
        {
            AddArc(arc);
        }

        Flow();
        Statuses();
        Capacity();
        if (_hasLatency)
        {
            Times();
            Sums();
            Restarts();
            Latency();
        }

        SetObjective();
    }

    public MipModel Model { get; }

    /// <summary>Cycles or nJ per unit of the model's objective.</summary>
    public double Unit => _goal.IsLatency ? _compute / Scale : _goal.Nanojoules / Scale;

    /// <inheritdoc/>
    public double[]? Start => _start.Count > 0 ? Encode(_start) : null;

    /// <inheritdoc/>
    public Mapping Decode(SolveResult solution) => PathReplay.Build(_chip, _graph.Source.Tables, PathOf(solution));

    private void AddArc(FlowArc arc)
    {
        var name = $"{arc.Kind.ToString()[0]}{arc.From}_{arc.To}_{arc.Dim}";
        Variable Add(string prefix, double upper) => Model.AddVariable($"{prefix}_{name}", 0, upper);
        Variable[] PerOperand(string prefix) => [.. Operands.All.Select(o => Add($"{prefix}{o.Letter()}", _mostCycles - Scale))];
        var y = Operands.All.Select(o => arc.Columns[(int)o].Select((c, i) => Model.AddBinary($"y{o.Letter()}{i}_{name}")).ToArray()).ToArray();
        var variables = !_hasLatency ? new ArcVariables { Arc = arc, X = Model.AddBinary($"x_{name}"), Y = y } : new ArcVariables
        {
            Arc = arc,
            X = Model.AddBinary($"x_{name}"),
            Y = y,
            Energy = Add("E", _mostCycles),
            Alpha = Add("a", _mostCycles),
            Exposed = Add("s", _mostCycles),
            Restart = Add("b", _mostCycles - Scale),
            RestartOut = Add("c", _mostCycles - Scale),
            SumIn = PerOperand("S"),
            SumOut = PerOperand("T"),
        };
        _arcs.Add(variables);
        AddTo(_leaving, arc.From, variables);
        AddTo(_entering, arc.To, variables);
    }

    private static void AddTo(Dictionary<int, List<ArcVariables>> map, int node, ArcVariables arc)
    {
        if (!map.TryGetValue(node, out var list))
        {
            map.Add(node, list = []);
        }

        list.Add(arc);
    }

    private IEnumerable<(int Node, List<ArcVariables> Entering, List<ArcVariables> Leaving)> InnerNodes() =>
        _leaving.Keys.Union(_entering.Keys).Where(n => n > 0).Order().Select(n => (n, _entering.GetValueOrDefault(n) ?? [], _leaving.GetValueOrDefault(n) ?? []));

    private double Cycles(double cycles) => cycles * Scale / _compute;

    /// <summary>The lower end of a range in the model's unit; what cannot be is excluded elsewhere.</summary>
    private double Least(double cycles) => Math.Min(Cycles(cycles) * (1 - Rounding), _mostCycles);

    /// <summary>The upper end of a range; nothing is longer than the latency.</summary>
    private double Most(double cycles) => Math.Clamp(Cycles(cycles) * (1 + Rounding), 0, _mostCycles);

    /// <summary>Σ value(y)·y over an arc's columns of one operand.</summary>
    private static LinearExpression Of(ArcVariables arc, int operand, Func<Column, double> value)
    {
        var sum = LinearExpression.Zero;
        for (var i = 0; i < arc.Y[operand].Length; i++)
        {
            var factor = value(arc.Arc.Columns[operand][i]);
            sum = factor == 0 ? sum : sum + (factor * arc.Y[operand][i]);
        }

        return sum;
    }

    private static LinearExpression Over(IEnumerable<ArcVariables> arcs, Func<ArcVariables, LinearExpression> value) => LinearExpression.Sum(arcs.Select(value));

    /// <summary>The unit flow starts at the MAC; with (F2.2) the rest of it follows from the statuses.</summary>
    private void Flow() => Model.AddConstraint(Over(_leaving[0], a => a.X).EqualTo(1), "start");

    /// <summary>(F2.1) Status by status, what enters a node leaves it. (F2.2) Each operand has one column on the arc taken; of a run of anchors one.</summary>
    private void Statuses()
    {
        foreach (var (node, entering, leaving) in InnerNodes())
        {
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                var statuses = entering.SelectMany(a => a.Arc.Columns[operand].Select(c => c.To)).Union(leaving.SelectMany(a => a.Arc.Columns[operand].Select(c => c.From)));
                foreach (var status in statuses.Order())
                {
                    var balance = Over(leaving, a => Of(a, operand, c => c.From == status ? 1 : 0)) - Over(entering, a => Of(a, operand, c => c.To == status ? 1 : 0));
                    Model.AddConstraint(balance.EqualTo(0), $"flow{operand}_{node}_{status}");
                }
            }
        }

        foreach (var arc in _arcs)
        {
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                Model.AddConstraint(Of(arc, operand, _ => 1).EqualTo(arc.X), $"one{operand}");
            }

            if (arc.Arc.Kind == ArcKind.Anchor)
            {
                var runs = LinearExpression.Sum(Enumerable.Range(0, Operands.Count).Select(o => Of(arc, o, c => c.Run is null ? 0 : 1)));
                Model.AddConstraint(runs.EqualTo(arc.X), "anchor");
            }
        }
    }

    /// <summary>(F2.3) What the operands keep in a shared level fits, on the chip and in DRAM.</summary>
    private void Capacity()
    {
        var onChip = (double)_graph.Source.SharedCapacity;
        var inDram = (double)_goal.DramBits;
        AddCapacity(c => c.Shared / onChip, "shared");
        AddCapacity(c => c.InDram / inDram, "dram");
    }

    private void AddCapacity(Func<Column, double> share, string name)
    {
        // A row only where the operands could exceed the level together.
        var most = Enumerable.Range(0, Operands.Count).Sum(o => _arcs.SelectMany(a => a.Arc.Columns[o]).Select(share).DefaultIfEmpty(0).Max() * 4);
        if (most > 1)
        {
            Model.AddConstraint(LinearExpression.Sum(_arcs.SelectMany(a => Enumerable.Range(0, Operands.Count).Select(o => Of(a, o, share)))) <= 1, name);
        }
    }

    /// <summary>(F2.4)–(F2.7): A of the recursion, times the runs of the tile it is at.</summary>
    private void Times()
    {
        Model.AddConstraint(Over(_leaving[0], a => a.Energy).EqualTo(Scale), "E0");
        foreach (var (node, entering, leaving) in InnerNodes())
        {
            Model.AddConstraint(Over(leaving, a => a.Energy).EqualTo(Over(entering, a => a.Alpha)), $"E{node}");
        }

        foreach (var arc in _arcs)
        {
            var range = _ranges!.Of(arc.Arc);
            if (range.LeastEnergy > range.MostEnergy * (1 + Rounding))
            {
                Model.AddConstraint((LinearExpression)arc.X <= 0, "x_none");
            }

            Model.AddConstraint(Least(range.LeastEnergy) * arc.X <= arc.Energy, "E_least");
            Model.AddConstraint((LinearExpression)arc.Energy <= Most(range.MostEnergy) * arc.X, "E_most");
            var iterations = arc.Arc.Runs * (arc.Arc.Factor - 1);
            if (iterations == 0)
            {
                Model.AddConstraint((LinearExpression)arc.Alpha >= arc.Energy, "a");
                continue;
            }

            Model.AddConstraint((LinearExpression)arc.Alpha >= arc.Energy + (iterations * arc.Exposed) + (iterations * arc.Restart), "a_exposed");
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                if (arc.Arc.Columns[operand].Any(c => c.Exposed > 0))
                {
                    Model.AddConstraint((LinearExpression)arc.Exposed >= Of(arc, operand, c => Cycles(c.Exposed)), "s");
                }

                if (arc.Arc.Columns[operand].Any(c => c.Hidden > 0))
                {
                    Model.AddConstraint((LinearExpression)arc.Alpha >= (1.0 / arc.Arc.Factor * arc.Energy) + Of(arc, operand, c => iterations * Cycles(c.Hidden)), "a_hidden");
                }
            }
        }
    }

    /// <summary>(F2.8) S of every operand travels along the arcs taken.</summary>
    private void Sums()
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            foreach (var (node, entering, leaving) in InnerNodes())
            {
                Model.AddConstraint(Over(leaving, a => a.SumIn[operand]).EqualTo(Over(entering, a => a.SumOut[operand])), $"S{operand}_{node}");
            }

            foreach (var arc in _arcs)
            {
                Model.AddConstraint((LinearExpression)arc.SumOut[operand] - arc.SumIn[operand] - Of(arc, operand, c => Cycles(c.Added)) >= 0, $"T{operand}");
                var range = _ranges!.Of(arc.Arc);
                Model.AddConstraint((LinearExpression)arc.SumIn[operand] <= Most(range.MostSums[operand]) * arc.X, $"S{operand}_most");
                Model.AddConstraint((LinearExpression)arc.SumIn[operand] >= Least(range.LeastSums[operand]) * arc.X, $"S{operand}_least");
            }
        }
    }

    /// <summary>(F2.9) B of the recursion: the largest sum, less what the last loop overlaps.</summary>
    private void Restarts()
    {
        foreach (var (node, entering, leaving) in InnerNodes())
        {
            Model.AddConstraint(Over(leaving, a => a.Restart) >= Over(entering, a => a.RestartOut), $"b{node}");
        }

        foreach (var arc in _arcs)
        {
            var range = _ranges!.Of(arc.Arc);
            Model.AddConstraint((LinearExpression)arc.Restart <= Most(range.MostSums.Max()) * arc.X, "b_most");
            Model.AddConstraint((LinearExpression)arc.Restart >= Least(range.LeastRestart) * arc.X, "b_least");
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                Model.AddConstraint((LinearExpression)arc.RestartOut >= arc.SumOut[operand] - Of(arc, operand, c => Cycles(c.Overlapped)), $"c{operand}");
            }
        }
    }

    /// <summary>(F2.10) The latency, and (F2.11) for each operand the sum of what it must cost by itself.</summary>
    private void Latency()
    {
        var ends = _arcs.Where(a => a.Arc.Kind == ArcKind.End).ToArray();
        var common = Over(ends, a => a.Energy + (0.5 * a.SumIn[Output]) + Of(a, Output, c => Cycles(c.Preload)));
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var first = Over(ends, a => ((operand == Output ? 0.5 : 1) * a.SumIn[operand]) + Of(a, operand, c => Cycles(c.Preload)));
            Model.AddConstraint((LinearExpression)_latency >= common + first, $"L{operand}");

            var alone = new PathWeights(0, 1, 1, 1, 1);
            var tables = _graph.Source.Tables;
            var least = Over(_arcs, a => Of(a, operand, c => Cycles(alone.Of(operand, c, tables.Repeats[a.Arc.Tile], a.Arc.Runs))));
            Model.AddConstraint((LinearExpression)_latency >= Scale + least, $"L{operand}_alone");
        }
    }

    private void SetObjective()
    {
        if (_goal.IsLatency)
        {
            Model.Minimize(_latency);
            return;
        }

        var unit = Scale / _goal.Nanojoules;
        var dynamic = LinearExpression.Sum(_arcs.SelectMany(a => Enumerable.Range(0, Operands.Count).Select(o => Of(a, o, c => c.Energy * unit))));
        var all = dynamic + (_graph.Source.Tables.MacNanojoules * unit);
        Model.Minimize(_hasLatency ? all + (_goal.Leakage * _compute / Scale * unit * _latency) : all);
    }
}
