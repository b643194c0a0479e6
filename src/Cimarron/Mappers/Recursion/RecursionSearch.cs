using Cimarron.Costs;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// The best mapping of one scheme under the recursion, by label setting over the lattice of inner tiles. A label holds A, B and S of an inner
/// nest (equations (R1)–(R3) of docs/formulation.md); what is outside never gets cheaper when one of them grows, so labels that are no better
/// in any are dropped. No mixed-integer program is involved: this is what the programs are checked against.
/// </summary>
internal sealed class RecursionSearch
{
    /// <summary>Place of A in a label's values.</summary>
    public const int Time = 0;

    /// <summary>Place of B.</summary>
    public const int Restart = 1;

    /// <summary>Place of S of the first operand.</summary>
    public const int Sums = 2;

    private const int Output = (int)Operand.Output;

    /// <summary>How many values a label has.</summary>
    public const int Values = Sums + Operands.Count;

    private const int Width = 3; // the pool stores Width² values a label
    private const double Rounding = 1e-12;

    private readonly ChipSearchTables _chip;
    private readonly SchemeColumns _columns;
    private readonly SchemeTables _tables;
    private readonly RecursionBound _bound;
    private readonly Objective _objective;
    private readonly ColumnFilter? _filter;
    private readonly LabelTrace? _trace;
    private (int Operand, Column Column)? _run;
    private readonly double _leakage;
    private readonly LabelPool _pool;
    private readonly LabelDominance _dominance;
    private readonly LabelPaths _paths;
    private readonly double[] _values = new double[Width * Width];
    private readonly double[] _nest = new double[Width * Width];

    public RecursionSearch(ChipSearchTables chip, SchemeColumns columns, RecursionBound bound, Objective objective, double best, ColumnFilter? filter = null, LabelTrace? trace = null)
    {
        _trace = trace;
        _chip = chip;
        _columns = columns;
        _tables = columns.Tables;
        _bound = bound;
        _objective = objective;
        _filter = filter;
        _leakage = chip.Costs.Chip.LeakageNanojoulesPerCycle;
        _pool = new LabelPool(_tables.Lattice.Count, Width);
        _dominance = new LabelDominance(_pool, chip, _tables, objective);
        _paths = new LabelPaths(_pool, columns);
        Best = best;
    }

    /// <summary>Objective value of the best mapping known.</summary>
    public double Best { get; private set; }

    /// <summary>The best mapping found here; null when nothing is better than the value the search began with.</summary>
    public Mapping? Mapping { get; private set; }

    /// <summary>The path of <see cref="Mapping"/> through the lattice; empty without one.</summary>
    public IReadOnlyList<PathStep> Path { get; private set; } = [];

    public long Labels => _pool.Count;

    /// <summary>Works off all tiles; false when stopped.</summary>
    public bool Run(Func<bool> stop)
    {
        AddRoots();
        for (var tile = 0; tile < _tables.Lattice.Count - 1; tile++)
        {
            var labels = _pool.OfTile(tile);
            for (var i = 0; labels is not null && i < labels.Count; i++)
            {
                if ((i & 63) == 0 && stop())
                {
                    return false;
                }

                if (!_pool[labels[i]].Dead)
                {
                    Expand(labels[i]);
                    _pool.Release(labels[i]);
                }
            }
        }

        return true;
    }

    private void AddRoots()
    {
        foreach (var input in _columns.Statuses(0, 0))
        {
            foreach (var weight in _columns.Statuses(1, 0))
            {
                foreach (var output in _columns.Statuses(Output, 0))
                {
                    Array.Clear(_values);
                    _values[Time] = _chip.Costs.MacCycles;
                    var label = new Label { Parent = -1, Dim = -1, Input = (short)input, Weight = (short)weight, Output = (short)output, Energy = _tables.MacNanojoules };
                    Offer(ref label);
                }
            }
        }
    }

    private int Position(int operand, ref Label label) => _columns.Position(operand, label.Tile, operand == 0 ? label.Input : operand == 1 ? label.Weight : label.Output);

    private void Expand(int id)
    {
        var label = _pool[id];
        _pool.Matrix(ref label).CopyTo(_values);
        var values = (double[])_values.Clone();
        values.CopyTo(_nest, 0);
        _run = null;
        ExpandLoops(id, label, null);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            foreach (var run in _columns.Anchors(operand, label.Tile, Position(operand, ref label)))
            {
                values.CopyTo(_nest, 0);
                _run = (operand, run);
                ExpandLoops(id, Anchor(label, operand, run, _nest), run.Run);
            }
        }
    }

    /// <summary>Puts a run of anchors around a nest: loops of one iteration, which only add to the sums (R1, R3).</summary>
    private static Label Anchor(Label label, int operand, in Column run, double[] values)
    {
        values[Sums + operand] += run.Added;
        values[Restart] = 0;
        for (var other = 0; other < Operands.Count; other++)
        {
            values[Restart] = Math.Max(values[Restart], values[Sums + other] - (other == operand ? run.Overlapped : 0));
        }

        label.Energy += run.Energy;
        label.Shared += run.Shared;
        label.Quiet = false;
        label.Input = operand == 0 ? (short)run.To : label.Input;
        label.Weight = operand == 1 ? (short)run.To : label.Weight;
        label.Output = operand == Output ? (short)run.To : label.Output;
        return label;
    }

    private void ExpandLoops(int id, Label nest, AnchorStep[]? plan)
    {
        var lattice = _tables.Lattice;
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            var index = lattice.DivisorIndex(nest.Tile, dim);
            foreach (var (to, factor) in lattice.Steps[dim][index])
            {
                if (_filter?.AllowsArc(lattice, nest.Tile, (Dim)dim) ?? true)
                {
                    ExpandLoop(id, nest, plan, dim, factor, lattice.Moved(nest.Tile, dim, index, to));
                }
            }
        }
    }

    private void ExpandLoop(int id, Label nest, AnchorStep[]? plan, int dim, int factor, int tile)
    {
        foreach (ref readonly var input in _columns.Loops(0, nest.Tile, Position(0, ref nest), Operands.IsRelevant(Operand.Input, (Dim)dim)).AsSpan())
        {
            if (_columns.Position(0, tile, input.To) < 0)
            {
                continue;
            }

            foreach (ref readonly var weight in _columns.Loops(1, nest.Tile, Position(1, ref nest), Operands.IsRelevant(Operand.Weight, (Dim)dim)).AsSpan())
            {
                if (_columns.Position(1, tile, weight.To) < 0)
                {
                    continue;
                }

                foreach (ref readonly var output in _columns.Loops(Output, nest.Tile, Position(Output, ref nest), Operands.IsRelevant(Operand.Output, (Dim)dim)).AsSpan())
                {
                    if (_columns.Position(Output, tile, output.To) >= 0)
                    {
                        Try(id, nest, plan, dim, factor, tile, input, weight, output);
                    }
                }
            }
        }
    }

    private void Try(int id, Label nest, AnchorStep[]? plan, int dim, int factor, int tile, in Column input, in Column weight, in Column output)
    {
        var quiet = input.Quiet && weight.Quiet && output.Quiet;
        if (quiet && plan is null && _filter is null && _dominance.IsRedundant(nest, dim, factor))
        {
            return;
        }

        var label = new Label
        {
            Parent = id,
            Plan = plan,
            Tile = tile,
            Input = (short)input.To,
            Weight = (short)weight.To,
            Output = (short)output.To,
            Dim = (sbyte)dim,
            Factor = factor,
            Quiet = quiet,
            Opened = Bits(input.Outward, weight.Outward, output.Outward),
            ClosedDouble = Bits(input.Double, weight.Double, output.Double),
            Shared = nest.Shared + input.Shared + weight.Shared + output.Shared,
            Energy = nest.Energy + input.Energy + weight.Energy + output.Energy,
        };
        var open = _columns.OpenShared(0, input.To, tile) + _columns.OpenShared(1, weight.To, tile) + _columns.OpenShared(Output, output.To, tile);
        if (label.Shared + open > _columns.SharedCapacity)
        {
            return;
        }

        Wrap(factor, input, weight, output);
        if (tile == _tables.Lattice.Count - 1)
        {
            Finish(ref label, [input, weight, output]);
        }
        else
        {
            var kept = Offer(ref label);
            if (kept >= 0)
            {
                _trace?.Add(id, kept, value: 0, nest.Tile, tile, dim, _run, [input, weight, output], null);
            }
        }
    }

    /// <summary>Equations (R1)–(R3) around the nest in <see cref="_nest"/>.</summary>
    private void Wrap(int factor, in Column input, in Column weight, in Column output)
    {
        var exposed = Math.Max(input.Exposed, Math.Max(weight.Exposed, output.Exposed));
        var hidden = Math.Max(input.Hidden, Math.Max(weight.Hidden, output.Hidden));
        _values[Time] = _nest[Time] + ((factor - 1) * Math.Max(_nest[Time] + _nest[Restart] + exposed, hidden));
        _values[Sums] = _nest[Sums] + input.Added;
        _values[Sums + 1] = _nest[Sums + 1] + weight.Added;
        _values[Sums + Output] = _nest[Sums + Output] + output.Added;
        _values[Restart] = Math.Max(_values[Sums] - input.Overlapped, Math.Max(_values[Sums + 1] - weight.Overlapped, _values[Sums + Output] - output.Overlapped));
    }

    private static byte Bits(bool input, bool weight, bool output) => (byte)((input ? 1 : 0) | (weight ? 2 : 0) | (output ? 4 : 0));

    /// <summary>
    /// Keeps the label in <see cref="_values"/> unless it cannot lead to anything better or another one makes it superfluous. Returns its id, −1
    /// when it is not kept.
    /// </summary>
    private int Offer(ref Label label)
    {
        var index = _bound.Paths[0].Index(label.Tile, Position(0, ref label), Position(1, ref label), Position(Output, ref label));
        label.Bound = _bound.OfLabel(ref label, _values, index);
        if (!IsOfUse(label.Bound) || _dominance.IsDominated(ref label, _values, index))
        {
            return -1;
        }

        label.Timers = Width;
        return _pool.Add(ref label, index, _values);
    }

    /// <summary>Better than the best, or, when mappings are traced, up to the ceiling.</summary>
    private bool IsOfUse(double value) => _trace is null ? value < Best * (1 - Rounding) : value <= _trace.Ceiling;

    /// <summary>Ends the nest, with an anchor outside all loops or without.</summary>
    private void Finish(ref Label label, Column[] columns)
    {
        var values = (double[])_values.Clone();
        End(ref label, ref label, values, columns, null);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            foreach (var run in _columns.Anchors(operand, label.Tile, Position(operand, ref label)))
            {
                var outside = (double[])values.Clone();
                var anchored = Anchor(label, operand, run, outside);
                End(ref label, ref anchored, outside, columns, (operand, run));
            }
        }
    }

    private void End(ref Label loop, ref Label label, ReadOnlySpan<double> values, Column[] columns, (int Operand, Column Column)? run)
    {
        Span<double> preloads = stackalloc double[Operands.Count];
        var energy = label.Energy;
        var (shared, inDram) = (label.Shared, 0L);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            if (_columns.Ends(operand, label.Tile, Position(operand, ref label)) is not [var end])
            {
                return;
            }

            preloads[operand] = end.Preload;
            energy += end.Energy;
            shared += end.Shared;
            inDram += end.InDram;
        }

        var cycles = AnalyticModel.Total(values[Time], values[Sums..Values], preloads);
        var value = ObjectiveValue.Of(_objective, cycles, energy + (_leakage * cycles));
        if (shared > _columns.SharedCapacity || inDram > _chip.Room.Bits(0) || !IsOfUse(value))
        {
            return;
        }

        _trace?.Add(loop.Parent, -1, value, _pool[loop.Parent].Tile, loop.Tile, loop.Dim, _run, columns, run);
        if (!(value < Best * (1 - Rounding)))
        {
            return;
        }

        Best = value;
        Path = _paths.Of(ref loop, ref label, run?.Column.Run);
        Mapping = PathReplay.Build(_chip, _tables, Path);
    }
}
