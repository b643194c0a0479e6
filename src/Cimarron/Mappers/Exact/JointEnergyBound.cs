using Cimarron.Costs;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>
/// The least energy, without leakage, that transfers out of shared levels can still cost outside a tile, jointly over the three operands:
/// one loop order and one shared capacity serve all of them. Computed from the whole layer inwards over tiles × classes; transfers out of
/// private levels and buffering are relaxed, so it is a lower bound for every label.
/// </summary>
internal sealed class JointEnergyBound
{
    private const int Output = (int)Operand.Output;
    /// <summary>Beyond this size (0.4 GB) the bound costs more memory than it saves labels, and is 0.</summary>
    private const long MostEntries = 50_000_000;

    private const double Infeasible = double.PositiveInfinity;

    private readonly ChipTables _chip;
    private readonly SchemeTables _tables;
    private readonly EnergyClasses[] _classes;
    private readonly int _size;
    private readonly int _strideInput;
    private readonly int _strideWeight;
    private readonly double[] _bound;
    private readonly double[] _scratch;
    private readonly double[] _next;
    private readonly List<(int To, double Cost)>[][] _transitions;
    private readonly bool _outputsInDram;
    private readonly bool _isVoid;

    public JointEnergyBound(ChipTables chip, SchemeTables tables, EnergyClasses[] classes, bool outputsInDram, bool isVoid = false)
    {
        _chip = chip;
        _tables = tables;
        _classes = classes;
        _outputsInDram = outputsInDram;
        _strideWeight = classes[Output].Count;
        _strideInput = _strideWeight * classes[1].Count;
        _size = _strideInput * classes[0].Count;
        _isVoid = isVoid || (long)tables.Lattice.Count * _size > MostEntries;
        _bound = new double[_isVoid ? _size : tables.Lattice.Count * _size];
        _scratch = new double[_size];
        _next = new double[_size];
        _transitions = new List<(int, double)>[Operands.Count * 2][];
        for (var i = 0; i < _transitions.Length; i++)
        {
            _transitions[i] = [.. Enumerable.Range(0, classes[i >> 1].Count).Select(_ => new List<(int, double)>())];
        }

        if (!_isVoid)
        {
            Fill();
        }
    }

    /// <summary>Offset of a tile's block of bounds in <see cref="Values"/>.</summary>
    public int Offset(int tile) => _isVoid ? 0 : tile * _size;

    public double[] Values => _bound;

    /// <summary>Contribution of an operand's class to the index within a tile's block.</summary>
    public int Index(int operand, int classId) => classId * (operand == 0 ? _strideInput : operand == 1 ? _strideWeight : 1);

    private void Fill()
    {
        var lattice = _tables.Lattice;
        FillLast(lattice.Count - 1);
        for (var tile = lattice.Count - 2; tile >= 0; tile--)
        {
            Array.Fill(_bound, Infeasible, tile * _size, _size);
            FillTransitions(tile);
            Relax(tile, [(int)Dim.R, (int)Dim.S, (int)Dim.C], [true, true, false]);
            Relax(tile, [(int)Dim.P, (int)Dim.Q], [true, false, true]);
            Relax(tile, [(int)Dim.K], [false, true, true]);
            Relax(tile, [(int)Dim.G], [true, true, true]);
            RemoveInfeasible(tile);
        }
    }

    /// <summary>Takes the best over all loops of dimensions that change the tiles of the same operands.</summary>
    private void Relax(int tile, ReadOnlySpan<int> dims, ReadOnlySpan<bool> relevant)
    {
        var lattice = _tables.Lattice;
        var found = false;
        foreach (var dim in dims)
        {
            var index = lattice.DivisorIndex(tile, dim);
            foreach (var (to, _) in lattice.Steps[dim][index])
            {
                var source = lattice.Moved(tile, dim, index, to) * _size;
                if (!found)
                {
                    Array.Copy(_bound, source, _next, 0, _size);
                    found = true;
                    continue;
                }

                for (var i = 0; i < _size; i++)
                {
                    _next[i] = Math.Min(_next[i], _bound[source + i]);
                }
            }
        }

        if (found)
        {
            Contract(0, relevant[0], _next, _scratch);
            Contract(1, relevant[1], _scratch, _next);
            Contract(2, relevant[2], _next, _scratch);
            var target = tile * _size;
            for (var i = 0; i < _size; i++)
            {
                _bound[target + i] = Math.Min(_bound[target + i], _scratch[i]);
            }
        }
    }

    /// <summary>target[…from…] = min over moves of the operand of cost + source[…to…].</summary>
    private void Contract(int operand, bool relevant, double[] source, double[] target)
    {
        var stride = operand == 0 ? _strideInput : operand == 1 ? _strideWeight : 1;
        var count = _classes[operand].Count;
        var transitions = _transitions[(operand * 2) + (relevant ? 1 : 0)];
        var block = stride * count;
        for (var outer = 0; outer < _size; outer += block)
        {
            for (var from = 0; from < count; from++)
            {
                var row = target.AsSpan(outer + (from * stride), stride);
                row.Fill(Infeasible);
                foreach (var (to, cost) in transitions[from])
                {
                    var other = source.AsSpan(outer + (to * stride), stride);
                    for (var i = 0; i < row.Length; i++)
                    {
                        row[i] = Math.Min(row[i], other[i] + cost);
                    }
                }
            }
        }
    }

    private void FillTransitions(int tile)
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var classes = _classes[operand];
            for (var from = 0; from < classes.Count; from++)
            {
                var irrelevant = _transitions[operand * 2][from];
                var relevant = _transitions[(operand * 2) + 1][from];
                irrelevant.Clear();
                relevant.Clear();
                irrelevant.Add((from, 0));
                FillFrom(operand, from, tile, relevant, irrelevant);
            }
        }
    }

    private void FillFrom(int operand, int from, int tile, List<(int To, double Cost)> relevant, List<(int To, double Cost)> irrelevant)
    {
        var classes = _classes[operand];
        var (level, next) = classes.Classes[from];
        var left = _tables.ReductionLeft[tile];
        var pending = classes.IsPending(from);
        var pendingCost = pending ? Event(operand, level, next, tile, true, true) : 0;
        relevant.Add((pending ? classes.Open(level) : from, pendingCost));
        foreach (var outer in classes.SharedLevels)
        {
            if (from != EnergyClasses.Inside && outer >= level)
            {
                continue;
            }

            var target = from == EnergyClasses.Inside ? -2 : level;
            relevant.Add((classes.Open(outer), pendingCost + Event(operand, outer, target, tile, left, pending || left)));
            if (!pending)
            {
                irrelevant.Add((classes.Pending(outer, target), 0));
            }
        }
    }

    /// <summary>Energy of a link's transfers; a private target takes its cheapest level that can hold the tile.</summary>
    private double Event(int operand, int from, int to, int tile, bool partial, bool targetPartial)
    {
        if (to >= 0)
        {
            return _tables.Nanojoules(operand, from, to, tile, partial, targetPartial);
        }

        var best = Infeasible;
        foreach (var level in _classes[operand].PrivateLevels)
        {
            if (level > from && _tables.ResidentBits(operand, level, tile, targetPartial) <= _chip.CapacityBits[level])
            {
                best = Math.Min(best, _tables.Nanojoules(operand, from, level, tile, partial, targetPartial));
            }
        }

        return best;
    }

    private void FillLast(int tile)
    {
        var costs = new double[Operands.Count][];
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            costs[operand] = [.. Enumerable.Range(0, _classes[operand].Count).Select(c => FinalCost(operand, c, tile))];
        }

        for (var i = 0; i < _size; i++)
        {
            _bound[(tile * _size) + i] = costs[0][i / _strideInput] + costs[1][i % _strideInput / _strideWeight] + costs[2][i % _strideWeight];
        }

        RemoveInfeasible(tile);
    }

    private double FinalCost(int operand, int id, int tile)
    {
        var (level, next) = _classes[operand].Classes[id];
        var cost = _classes[operand].IsPending(id) ? Event(operand, level, next, tile, true, true) : 0;
        if (level == 0)
        {
            return cost;
        }

        if (operand == Output && _outputsInDram)
        {
            return Infeasible;
        }

        if (id != EnergyClasses.Inside)
        {
            return cost + _tables.PreloadNanojoules(operand, level, partial: false);
        }

        return _classes[operand].PrivateLevels.Select(l => _tables.PreloadNanojoules(operand, l, partial: false)).DefaultIfEmpty(Infeasible).Min();
    }

    private void RemoveInfeasible(int tile)
    {
        for (var i = 0; i < _size; i++)
        {
            ref var value = ref _bound[(tile * _size) + i];
            if (!double.IsPositiveInfinity(value) && !Fits(tile, i / _strideInput, i % _strideInput / _strideWeight, i % _strideWeight))
            {
                value = Infeasible;
            }
        }
    }

    private bool Fits(int tile, int input, int weight, int output)
    {
        Span<long> used = stackalloc long[_chip.LevelCount];
        used.Clear();
        return Place(0, input, tile, used) && Place(1, weight, tile, used) && Place(2, output, tile, used);
    }

    private bool Place(int operand, int id, int tile, Span<long> used)
    {
        var partial = _tables.ReductionLeft[tile];
        var (level, next) = _classes[operand].Classes[id];
        if (id == EnergyClasses.Inside || next == -2)
        {
            var fits = false;
            foreach (var inner in _classes[operand].PrivateLevels)
            {
                fits |= _tables.ResidentBits(operand, inner, tile, partial) <= _chip.CapacityBits[inner];
            }

            if (!fits)
            {
                return false;
            }
        }

        foreach (var held in (ReadOnlySpan<int>)[level, next])
        {
            if (held >= 0)
            {
                used[held] += _tables.ResidentBits(operand, held, tile, partial);
                if (used[held] > _chip.CapacityBits[held])
                {
                    return false;
                }
            }
        }

        return true;
    }
}
