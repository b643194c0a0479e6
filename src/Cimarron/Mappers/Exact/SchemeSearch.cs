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
    private bool _dominance = true;

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

    /// <summary>Least bound of the labels not yet worked off; +∞ when the search is complete.</summary>
    public double OpenBound { get; private set; } = double.PositiveInfinity;

    /// <summary>Switches dominance off, for checking that it changes nothing.</summary>
    public void DisableDominance() => _dominance = false;

    /// <summary>
    /// Works off all tiles in order; with a beam width only the most promising labels of each tile. Returns false when stopped, and then
    /// <see cref="OpenBound"/> is the bound of what is left.
    /// </summary>
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
                    OpenBound = LeastBound(tile, labels, i);
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

    private double LeastBound(int tile, List<int> labels, int done)
    {
        var least = double.PositiveInfinity;
        for (var i = done; i < labels.Count; i++)
        {
            least = Math.Min(least, _pool[labels[i]].Dead ? least : _pool[labels[i]].Bound);
        }

        for (var later = tile + 1; later < _tables.Lattice.Count; later++)
        {
            foreach (var id in _pool.OfTile(later) ?? [])
            {
                least = Math.Min(least, _pool[id].Dead ? least : _pool[id].Bound);
            }
        }

        return least;
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
        return (state.IsLast && state.Double ? bits * 2 : bits) <= _costs.CapacityBits[state.Level];
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
        var latency = BoundLatency(_matrix.Values, _matrix.Stride, _matrix.Timers, label.Tile, label.Input, label.Weight, _paths, _stays);
        var energy = label.Energy + RestEnergy(ref label);
        if (double.IsPositiveInfinity(energy) || _incumbent.Cuts(latency, energy))
        {
            return;
        }

        label.Bound = _incumbent.Value(latency, energy);
        label.Timers = _matrix.Timers;
        _matrix.Store(_packed);
        var states = Key(ref label);
        if (!_dominance || !IsDominated(ref label, states))
        {
            _pool.Add(ref label, states, _packed.AsSpan(0, label.Timers * label.Timers));
        }
    }

    private int Key(ref Label label) =>
        (((label.Input * _chip.States[1].States.Length) + label.Weight) * _chip.States[Output].States.Length) + label.Output;

    private double RestEnergy(ref Label label)
    {
        return _energyBound.Values[_energyBound.Offset(label.Tile) + EnergyIndex(ref label)];
    }

    private int EnergyIndex(ref Label label) =>
        _energyBound.Index(0, _chip.Classes[0].OfState[label.Input])
        + _energyBound.Index(1, _chip.Classes[1].OfState[label.Weight])
        + _energyBound.Index(Output, _chip.Classes[Output].OfState[label.Output]);

    /// <summary>
    /// Every path through the timers is a lower bound: enter the first run of the body anywhere, stay on one timer for the runs in between,
    /// leave the last run anywhere. Fills <paramref name="paths"/> per timer, and <paramref name="stays"/> with those that enter on the timer
    /// (and, for outputs, leave on it), which meet every transfer around the runs.
    /// </summary>
    private double BoundLatency(ReadOnlySpan<double> matrix, int stride, int timers, int tile, int input, int weight, double[] paths, double[] stays)
    {
        var runs = _tables.Repeats[tile];
        var latency = _floor.Cycles;
        var i = State(0, input);
        var w = State(1, weight);
        var outputs = i.Timers + w.Timers;
        for (var timer = 0; timer < timers; timer++)
        {
            var row = MaxPlus.None;
            var column = MaxPlus.None;
            for (var other = 0; other < timers; other++)
            {
                row = Math.Max(row, matrix[(timer * stride) + other]);
                column = Math.Max(column, matrix[(other * stride) + timer]);
            }

            if (timer == i.Source)
            {
                latency = Math.Max(latency, _floor.Arrival(0, i) + column);
            }
            else if (timer == i.Timers + w.Source)
            {
                latency = Math.Max(latency, _floor.Arrival(1, w) + column);
            }

            var path = runs < 2 ? row : runs < 3 ? row + column : row + ((runs - 2) * matrix[(timer * stride) + timer]) + column;
            paths[timer] = path;
            var stay = matrix[(timer * stride) + timer];
            stays[timer] = timer >= outputs ? runs * stay : runs < 2 ? column : ((runs - 1) * stay) + column;
            latency = Math.Max(latency, path);
        }

        // The MAC waits for every weight that is not in its macro yet.
        return Math.Max(latency, stays[i.Timers] + _floor.WeightLoad(w));
    }

    private bool IsDominated(ref Label label, int states)
    {
        for (var id = _pool.Bucket(label.Tile, states); id >= 0;)
        {
            ref var other = ref _pool[id];
            var next = other.Next;
            if (!other.Dead)
            {
                var matrix = _pool.Matrix(ref other);
                if (Dominates(ref other, matrix, ref label, _packed))
                {
                    return true;
                }

                if (Dominates(ref label, _packed, ref other, matrix))
                {
                    _pool.Kill(id);
                }
            }

            id = next;
        }

        return false;
    }

    private bool Dominates(ref Label better, ReadOnlySpan<double> fast, ref Label worse, ReadOnlySpan<double> slow)
    {
        if (better.Shared > worse.Shared || (!_goal.IgnoreEnergy && better.Energy > worse.Energy * (1 + 1e-14)))
        {
            return false;
        }

        var count = worse.Timers * worse.Timers;
        if (!_goal.TradesLatencyForEnergy || _leakage <= 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (fast[i] > slow[i])
                {
                    return false;
                }
            }

            return true;
        }

        // A delay of the body can happen in each of its runs, and costs leakage.
        var allowed = (worse.Energy - better.Energy) / (_leakage * _tables.Repeats[worse.Tile]);
        for (var i = 0; i < count; i++)
        {
            if (fast[i] > slow[i] + allowed)
            {
                return false;
            }
        }

        return true;
    }
}
