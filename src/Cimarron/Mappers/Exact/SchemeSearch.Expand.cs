using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <content>Wrapping one more loop, and the anchors before it, around a label.</content>
internal sealed partial class SchemeSearch
{
    private int _parent;
    private AnchorStep[]? _plan;
    private int _lastDim;
    private bool _lastQuiet;
    private CrossingPaths _crossing;

    private void Expand(int id)
    {
        ref var label = ref _pool[id];
        _parent = id;
        _plan = null;
        _lastDim = label.Dim;
        _lastQuiet = label.Quiet;
        _nest.Load(ref label, _pool.Matrix(ref label), label.Timers);
        ExpandNest();
        foreach (var plan in _plans.For(Key(ref _pool[id]), _pool[id].Input, _pool[id].Weight, _pool[id].Output))
        {
            ref var again = ref _pool[id];
            _nest.Load(ref again, _pool.Matrix(ref again), again.Timers);
            if (_nest.TryApply(plan))
            {
                _plan = plan;
                ExpandNest();
            }
        }
    }

    private void ExpandNest()
    {
        var states = _nest.States;
        var latency = BoundLatency(_nest.Matrix, _nest.Timers, _nest.Timers, _nest.Tile, states, _nestPaths, _nestStays, out _crossing);
        if (_incumbent.Cuts(latency, _nest.Energy))
        {
            return;
        }

        var lattice = _tables.Lattice;
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            var index = lattice.DivisorIndex(_nest.Tile, dim);
            var steps = lattice.Steps[dim][index];
            if (steps.Length == 0 || !MayWrap(dim))
            {
                continue;
            }

            var inputs = _pricer.Moves(0, states[0], Operands.IsRelevant(Operand.Input, (Dim)dim));
            var weights = _pricer.Moves(1, states[1], Operands.IsRelevant(Operand.Weight, (Dim)dim));
            var outputs = _pricer.Moves(Output, states[Output], Operands.IsRelevant(Operand.Output, (Dim)dim));
            foreach (var (to, factor) in steps)
            {
                ExpandLoop(dim, factor, lattice.Moved(_nest.Tile, dim, index, to), latency, inputs, weights, outputs);
            }
        }
    }

    private void ExpandLoop(int dim, int factor, int tile, double latency, TileMove[] inputs, TileMove[] weights, TileMove[] outputs)
    {
        var weightOffset = _nest.State(0).Timers;
        var outputOffset = weightOffset + _nest.State(1).Timers;
        var rest = _energyBound.Offset(tile);
        var entries = _tables.Repeats[tile];
        for (var i = 0; i < inputs.Length; i++)
        {
            ref var input = ref inputs[i];
            var inputLatency = Math.Max(latency, Delayed(ref input, 0, 0));
            var inputStart = Crossing(0, ref input, tile);
            if (!FitsOpen(0, input.State, tile))
            {
                continue;
            }

            for (var w = 0; w < weights.Length; w++)
            {
                ref var weight = ref weights[w];
                var weightLatency = Math.Max(inputLatency, Delayed(ref weight, weightOffset, 0));
                var weightStart = Crossing(1, ref weight, tile);
                if (!FitsOpen(1, weight.State, tile))
                {
                    continue;
                }

                for (var o = 0; o < outputs.Length; o++)
                {
                    ref var output = ref outputs[o];
                    var bound = Math.Max(Math.Max(weightLatency, Delayed(ref output, outputOffset, entries)), _crossing.Longest(inputStart, weightStart, Crossing(Output, ref output, tile)));
                    var energy = _nest.Energy + input.Energy + weight.Energy + output.Energy;
                    var least = energy + _energyBound.Values[rest + input.Class + weight.Class + output.Class];
                    if (!double.IsPositiveInfinity(least) && !_incumbent.Cuts(bound, least) && FitsOpen(Output, output.State, tile))
                    {
                        Try(dim, factor, tile, energy, ref input, ref weight, ref output);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Latency when every transfer of the move holds up its target's timer, or at least occupies its port. A path that enters the first run
    /// elsewhere misses the transfer before it, and one that leaves the last run elsewhere the write-back after it. <paramref name="entries"/> counts
    /// how often the loop is run.
    /// </summary>
    private double Delayed(ref TileMove move, int offset, double entries)
    {
        if (move.Delayed < 0)
        {
            return move.Occupied;
        }

        var timer = offset + move.Delayed;
        if (move.Double)
        {
            // Only outputs: at the end of the loop the last tile is written back before the first of the next entry is fetched.
            var bubble = 2 * move.Cycles;
            return Math.Max(move.Occupied, Math.Max(_nestPaths[timer] + (bubble * (entries - 1)), _nestStays[timer] + (bubble * entries)));
        }

        var runs = _tables.Repeats[_nest.Tile];
        return Math.Max(_nestPaths[timer] + (move.Occupied * (runs - 1) / runs), _nestStays[timer] + move.Occupied);
    }

    /// <summary>
    /// Cycles before the first run of the nest, for outputs after the last, in which the operand crosses the DRAM port and the link that the
    /// move puts around the nest.
    /// </summary>
    private double Crossing(int operand, ref TileMove move, int tile) => _floor.Crossing(operand, State(operand, move.State), tile) + (move.Outward ? move.Cycles : 0);

    private void Try(int dim, int factor, int tile, double energy, ref TileMove input, ref TileMove weight, ref TileMove output)
    {
        var quiet = !(input.Fires || input.Outward || weight.Fires || weight.Outward || output.Fires || output.Outward);
        if (quiet && _plan is null && IsRedundant(dim))
        {
            return;
        }

        var shared = _nest.Shared + input.Shared + weight.Shared + output.Shared;
        var open = OpenShared(0, input.State, tile) + OpenShared(1, weight.State, tile) + OpenShared(Output, output.State, tile);
        if (_chip.SharedLevel > 0 && shared + open > _chip.Room.Bits(_chip.SharedLevel))
        {
            return;
        }

        var child = new Label
        {
            Parent = _parent,
            Plan = _plan,
            Tile = tile,
            Input = (short)input.State,
            Weight = (short)weight.State,
            Output = (short)output.State,
            Dim = (sbyte)dim,
            Factor = factor,
            Quiet = quiet,
            Opened = Bits(input.Outward, weight.Outward, output.Outward),
            ClosedDouble = Bits(input.Double, weight.Double, output.Double),
            Shared = shared,
            Energy = energy,
        };
        _nest.LoadWork(input.NewTimer, weight.NewTimer, output.NewTimer);
        _nest.WrapWork(input.State, weight.State, output.State, input.Cycles, weight.Cycles, output.Cycles, factor);
        if (tile == _tables.Lattice.Count - 1)
        {
            Finish(ref child);
        }
        else
        {
            Offer(ref child);
        }
    }

    private static byte Bits(bool input, bool weight, bool output) => (byte)((input ? 1 : 0) | (weight ? 2 : 0) | (output ? 4 : 0));

    /// <summary>
    /// Neighbouring quiet loops commute, so only one order is kept; a quiet loop over the dimension of its inner neighbour is no better than
    /// one longer loop, except where an operand's pending block still gains from having more loops.
    /// </summary>
    private bool IsRedundant(int dim)
    {
        if (dim == _lastDim)
        {
            return !_chip.States[0].GainsLoops(_nest.States[0]) && !_chip.States[1].GainsLoops(_nest.States[1])
                && !_chip.States[Output].GainsLoops(_nest.States[Output]);
        }

        // A condition on the order leaves only one of the two orders.
        return _lastQuiet && dim < _lastDim && !_chip.Room.Constraints.Orders((Dim)_lastDim, (Dim)dim) && !_chip.Room.Constraints.Orders((Dim)dim, (Dim)_lastDim);
    }

    /// <summary>Whether the user's order allows a loop over a dimension outside of the present nest.</summary>
    private bool MayWrap(int dim)
    {
        foreach (var outer in _chip.Room.Constraints.Order)
        {
            if (outer == (Dim)dim)
            {
                break;
            }

            if (_tables.Lattice.Extent(_nest.Tile, (int)outer) > 1 && _chip.Room.Constraints.Orders(outer, (Dim)dim))
            {
                return false;
            }
        }

        return true;
    }
}
