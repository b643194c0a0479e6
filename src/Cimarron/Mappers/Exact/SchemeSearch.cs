using System.Runtime.InteropServices;
using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>
/// Label-setting dynamic program over the inner tiles of one scheme, under the exact rules: labels wrap loop after loop around the MAC, and
/// one label replaces another when it is no worse in everything the loops outside can notice (docs/exact-search.md has the proof sketch).
/// </summary>
internal sealed partial class SchemeSearch
{
    private const int Output = (int)Operand.Output;

    private readonly ChipSearchTables _chip;
    private readonly ChipTables _costs;
    private readonly SchemeTables _tables;
    private readonly LegalityProfile _profile;
    private readonly SearchGoal _goal;
    private readonly Incumbent _incumbent;
    private readonly JointEnergyBound _energyBound;
    private readonly MovePricer _pricer;
    private readonly LabelPool _pool;
    private readonly TimerMatrix _matrix;
    private readonly LatencyFloor _floor;
    private readonly AnchorPlans _plans;
    private readonly PartialNest _nest;
    private readonly PartialNest _final;
    private readonly Evaluator _evaluator;
    private readonly double _leakage;
    private readonly double[] _packed;
    private readonly double[] _paths;
    private readonly double[] _nestPaths;
    private readonly double[] _stays;
    private readonly double[] _nestStays;

    public SchemeSearch(ChipSearchTables chip, SchemeTables tables, LegalityProfile profile, SearchGoal goal, Incumbent incumbent, JointEnergyBound energyBound)
    {
        _chip = chip;
        _costs = chip.Costs;
        _tables = tables;
        _profile = profile;
        _goal = goal;
        _incumbent = incumbent;
        _energyBound = energyBound;
        _pricer = new MovePricer(chip, tables, energyBound);
        _pool = new LabelPool(tables.Lattice.Count, chip.MaxTimers);
        _matrix = new TimerMatrix(chip.MaxTimers + Operands.Count);
        _floor = new LatencyFloor(chip.Costs, tables);
        _leakage = _costs.Chip.LeakageNanojoulesPerCycle;
        _packed = new double[_matrix.Stride * _matrix.Stride];
        _paths = new double[_matrix.Stride];
        _nestPaths = new double[_matrix.Stride];
        _stays = new double[_matrix.Stride];
        _nestStays = new double[_matrix.Stride];
        _plans = new AnchorPlans(chip.States);
        _nest = new PartialNest(chip, _pricer, _matrix);
        _final = new PartialNest(chip, _pricer, _matrix);
        _evaluator = new Evaluator(_costs.Chip);
    }

    /// <summary>Labels made.</summary>
    public long Labels => _pool.Count;

    /// <summary>Least bound of the labels that were not expanded when the search was stopped; every completion not seen yet descends from one of them.</summary>
    public double LeastOpen { get; private set; } = double.PositiveInfinity;

    /// <summary>Works off all tiles in order; with a beam width only the most promising labels of each tile. Returns false when stopped.</summary>
    public bool Run(int beamWidth, Func<bool> stop)
    {
        AddRoots();
        for (var tile = 0; tile < _tables.Lattice.Count - 1; tile++)
        {
            var labels = _pool.OfTile(tile);
            if (labels is null)
            {
                continue;
            }

            _pricer.SetTile(tile);
            if (beamWidth < labels.Count)
            {
                labels = Best(labels, beamWidth);
            }

            for (var i = 0; i < labels.Count; i++)
            {
                if ((i & 15) == 0 && stop())
                {
                    LeastOpen = LeastBound(tile, i);
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

    private double LeastBound(int tile, int position)
    {
        var least = double.PositiveInfinity;
        for (var start = position; tile < _tables.Lattice.Count; tile++, start = 0)
        {
            foreach (var id in CollectionsMarshal.AsSpan(_pool.OfTile(tile))[start..])
            {
                ref var label = ref _pool[id];
                least = label.Dead ? least : Math.Min(least, label.Bound);
            }
        }

        return least;
    }

    private List<int> Best(List<int> labels, int width)
    {
        var alive = labels.Where(id => !_pool[id].Dead).ToList();
        alive.Sort((a, b) =>
        {
            var order = _pool[a].Bound.CompareTo(_pool[b].Bound);
            return order != 0 ? order : a.CompareTo(b);
        });
        var kinds = new HashSet<int>();
        return [.. alive.Where(id => kinds.Add(EnergyIndex(ref _pool[id]))).Take(width)];
    }

    private void AddRoots()
    {
        foreach (var input in _chip.States[0].Initial)
        {
            foreach (var weight in _chip.States[1].Initial)
            {
                foreach (var output in _chip.States[Output].Initial)
                {
                    if (_chip.States[Output].States[output].Partial == _tables.HasTemporalReduction)
                    {
                        AddRoot(input, weight, output);
                    }
                }
            }
        }
    }

    private void AddRoot(int input, int weight, int output)
    {
        var inputTimers = State(0, input).Timers;
        var weightTimers = State(1, weight).Timers;
        _matrix.StartMac(Operands.Count, _costs.MacCycles);
        _matrix.Store(_packed);
        _matrix.Load(_packed, Operands.Count, inputTimers == 2 ? 1 : -1, weightTimers == 2 ? 2 : -1, -1);
        var label = new Label
        {
            Parent = -1,
            Dim = -1,
            Input = (short)input,
            Weight = (short)weight,
            Output = (short)output,
            Timers = _matrix.Timers,
            Energy = _tables.MacNanojoules,
        };
        if (FitsOpen(0, input, 0) && FitsOpen(1, weight, 0) && FitsOpen(Output, output, 0))
        {
            Offer(ref label);
        }
    }

    private OperandState State(int operand, int id) => _chip.States[operand].States[id];

    /// <summary>Whether the open block's level holds the tile.</summary>
    private bool FitsOpen(int operand, int stateId, int tile)
    {
        var state = State(operand, stateId);
        var bits = _tables.ResidentBits(operand, state.Level, tile, state.Partial);
        return (state.IsLast && state.Double ? bits * 2 : bits) <= _chip.Room.Bits(operand, state.Level);
    }

    /// <summary>Bits the open block takes in the shared level, 0 when it is elsewhere.</summary>
    private long OpenShared(int operand, int stateId, int tile)
    {
        var state = State(operand, stateId);
        if (state.Level != _chip.SharedLevel || state.Level == 0)
        {
            return 0;
        }

        var bits = _tables.ResidentBits(operand, state.Level, tile, state.Partial);
        return state.IsLast && state.Double ? bits * 2 : bits;
    }

    /// <summary>Bounds the label whose matrix is being built and keeps it unless it is cut or dominated.</summary>
    private void Offer(ref Label label)
    {
        var latency = BoundLatency(_matrix.Values, _matrix.Stride, _matrix.Timers, label.Tile, [label.Input, label.Weight, label.Output], _paths, _stays, out _);
        var energy = label.Energy + RestEnergy(ref label);
        if (double.IsPositiveInfinity(energy) || _incumbent.Cuts(latency, energy))
        {
            return;
        }

        label.Bound = _incumbent.Value(latency, energy);
        label.Timers = _matrix.Timers;
        _matrix.Store(_packed);
        var states = Key(ref label);
        if (!_goal.UseDominance || !IsDominated(ref label, states))
        {
            _pool.Add(ref label, states, _packed.AsSpan(0, label.Timers * label.Timers));
        }
    }

    private int Key(ref Label label) =>
        (((label.Input * _chip.States[1].States.Length) + label.Weight) * _chip.States[Output].States.Length) + label.Output;
}
