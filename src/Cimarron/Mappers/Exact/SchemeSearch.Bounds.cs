using Cimarron.Costs;

namespace Cimarron.Mappers.Exact;

/// <content>What a label can still become at best, and when one label makes another superfluous.</content>
internal sealed partial class SchemeSearch
{
    private double RestEnergy(ref Label label) => _energyBound.Values[_energyBound.Offset(label.Tile) + EnergyIndex(ref label)];

    private int EnergyIndex(ref Label label) =>
        _energyBound.Index(0, _chip.Classes[0].OfState[label.Input])
        + _energyBound.Index(1, _chip.Classes[1].OfState[label.Weight])
        + _energyBound.Index(Output, _chip.Classes[Output].OfState[label.Output]);

    /// <summary>
    /// Every path through the timers is a lower bound: enter the first run of the body anywhere, stay on one timer for the runs in between,
    /// leave the last run anywhere. Before the first run its operands have come from DRAM, outputs too, and after the last its outputs go there. Fills
    /// <paramref name="paths"/> per timer, and <paramref name="stays"/> with those that enter on the timer (and, for outputs, leave on it),
    /// which meet every transfer around the runs.
    /// </summary>
    private double BoundLatency(ReadOnlySpan<double> matrix, int stride, int timers, int tile, ReadOnlySpan<int> states, double[] paths, double[] stays, out CrossingPaths crossing)
    {
        crossing = CrossingPaths.None;
        var runs = _tables.Repeats[tile];
        var latency = _floor.Cycles;
        var i = State(0, states[0]);
        var w = State(1, states[1]);
        var o = State(Output, states[Output]);
        var outputs = i.Timers + w.Timers;
        var inputEntry = Entry(i);
        var weightEntry = i.Timers + Entry(w);
        var outputEntry = outputs + Entry(o);
        var inputStart = _floor.Crossing(0, i, tile);
        var weightStart = _floor.Crossing(1, w, tile);
        var outputStart = _floor.Crossing(Output, o, tile);
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

            var input = matrix[(timer * stride) + inputEntry];
            var weight = matrix[(timer * stride) + weightEntry];
            var output = matrix[(timer * stride) + outputEntry];
            var end = matrix[(outputEntry * stride) + timer];
            var stay = matrix[(timer * stride) + timer];
            if (runs >= 2)
            {
                var middle = runs < 3 ? 0 : (runs - 2) * stay;
                crossing.Add(row, input, weight, output, middle + column, middle + end);
            }

            row = Math.Max(Math.Max(row, outputStart + output), Math.Max(inputStart + input, weightStart + weight));
            column = Math.Max(column, end + outputStart);
            var path = runs < 2 ? Math.Max(row, column) : runs < 3 ? row + column : row + ((runs - 2) * stay) + column;
            paths[timer] = path;
            stays[timer] = timer >= outputs ? runs * stay : runs < 2 ? column : ((runs - 1) * stay) + column;
            latency = Math.Max(latency, path);
        }

        // The MAC waits for every weight that is not in its macro yet.
        return Math.Max(latency, stays[i.Timers] + _floor.WeightLoad(w));
    }

    /// <summary>The timer of an operand that the tile has to reach before the nest runs; a pending block still has to hand it on.</summary>
    private static int Entry(OperandState state) => state.Phase == Phase.Pending ? state.Target : state.Source;

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
        if (better.Shared > worse.Shared || (!_goal.IgnoresEnergy && better.Energy > worse.Energy * (1 + 1e-14)))
        {
            return false;
        }

        var count = worse.Timers * worse.Timers;
        if (!_goal.TradesLatencyForEnergy || _leakage + _goal.CyclePrice <= 0)
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

        // A delay of the body can happen in each of its runs, and costs leakage and what else a cycle is worth.
        var allowed = (worse.Energy - better.Energy) / ((_leakage + _goal.CyclePrice) * _tables.Repeats[worse.Tile]);
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
