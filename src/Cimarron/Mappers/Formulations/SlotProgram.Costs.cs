using Cimarron.Costs;
using Cimarron.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <content>Capacity, time and energy.</content>
internal sealed partial class SlotProgram
{
    /// <summary>
    /// (F1.8) What an operand keeps in a used level is the tile inside its outermost slot there or further in, twice when double buffered; all
    /// operands fit together. In shares of the capacity; tiles that do not fit by themselves are forbidden outright.
    /// </summary>
    private void Capacities()
    {
        for (var level = 0; level < _chip.LevelCount; level++)
        {
            var sum = LinearExpression.Zero;
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                if (_used[operand].ContainsKey(level))
                {
                    var room = Continuous($"r{operand}_{level}", 1);
                    sum += room;
                    Reserve(operand, level, room);
                }
            }

            Add(sum <= 1, $"capacity{level}");
        }
    }

    private void Reserve(int operand, int level, Variable room)
    {
        foreach (var isPartial in operand == Output ? new[] { false, true } : [false])
        {
            foreach (var isDouble in _double[operand].ContainsKey(level) ? new[] { false, true } : [false])
            {
                double Share(int tile) => _space.Tables.ResidentBits(operand, level, tile, isPartial) * (isDouble ? 2.0 : 1) / _chip.CapacityBits[level];
                foreach (var slot in Slots())
                {
                    // 0 where the conditions hold, otherwise at least 1: the level is used, the slot is there or inside, the flags are set.
                    var off = 1 - (LinearExpression)_used[operand][level] + LinearExpression.Sum(_level[operand][slot].Where(u => u.Key < level).Select(u => u.Value))
                        + (isPartial ? 1 - (LinearExpression)_partial[level] : 0) + (isDouble ? 1 - (LinearExpression)_double[operand][level] : 0);
                    Add(room >= OverTiles(slot, t => Math.Min(1, Share(t))) - off, "keeps");
                    Add(OverTiles(slot, t => Share(t) > 1 ? 1 : 0) <= off, "too_large");
                }
            }
        }
    }

    /// <summary>(F1.9)–(F1.13): transfers of each slot, what is exposed, hidden and overlapped, and the recursion over the slots.</summary>
    private void Times()
    {
        var slots = _space.Slots;
        var slack = _cap - Scale;
        var transfer = PerOperand(o => Slots().Select(s => Continuous($"T{o}_{s}", slack)).ToArray());
        var isHidden = PerOperand(o => Slots().Select(s => Model.AddBinary($"h{o}_{s}")).ToArray());
        var overlapped = PerOperand(o => Slots().Select(s => Continuous($"o{o}_{s}", o == Output ? 0 : slack)).ToArray());
        var exposed = Slots().Select(s => Continuous($"ex{s}", slack)).ToArray();
        var hidden = Slots().Select(s => Continuous($"hd{s}", _cap)).ToArray();
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            foreach (var slot in Slots())
            {
                Transfer(operand, slot, transfer[operand][slot], slack);
                Hides(operand, slot, isHidden[operand][slot]);
                Add(exposed[slot] >= transfer[operand][slot] - (slack * isHidden[operand][slot]), "exposed");
                Add(hidden[slot] >= transfer[operand][slot] - (slack * (1 - (LinearExpression)isHidden[operand][slot])), "hidden");
                Add((LinearExpression)overlapped[operand][slot] <= transfer[operand][slot], "overlapped");
                Add((LinearExpression)overlapped[operand][slot] <= slack * isHidden[operand][slot], "overlapped");
            }
        }

        var time = Enumerable.Range(0, slots + 1).Select(s => Continuous($"A{s}", s == 0 ? _cap : _cap / 2)).ToArray();
        var restart = Enumerable.Range(0, slots + 1).Select(s => Continuous($"B{s}", s == slots ? 0 : slack)).ToArray();
        var (macCycles, repeats) = (_chip.MacCycles * Scale / _compute, _space.Tables.Repeats);
        for (var slot = 0; slot <= slots; slot++)
        {
            Add(time[slot] >= OverTiles(slot, t => macCycles * repeats[0] / repeats[t]), "A_least");
            Add((LinearExpression)time[slot] <= OverTiles(slot, t => _cap / repeats[t]), "A_most");
        }

        foreach (var slot in Slots())
        {
            Recurse(slot, time, restart, exposed[slot], hidden[slot], slack);
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                Add(restart[slot] >= LinearExpression.Sum(transfer[operand].Skip(slot)) - overlapped[operand][slot], "B");
            }
        }

        Latency(time[0], PerOperand(o => LinearExpression.Sum(transfer[o])));
    }

    /// <summary>(F1.9) The cycles of a slot's transfer if it fires, from its level, for the tile inside it.</summary>
    private void Transfer(int operand, int slot, Variable transfer, double slack)
    {
        foreach (var level in _chip.LevelsOf[operand].Where(l => operand != (int)Operand.Weight || l != _chip.Tips[operand]))
        {
            foreach (var isPartial in operand == Output ? new[] { false, true } : [false])
            {
                foreach (var next in _chip.LevelsOf[operand].Where(n => n > level).Append(-1))
                {
                    double Cycles(int tile) => AnalyticModel.Directions(operand) * _space.Tables.Cycles(operand, level, next, tile, isPartial) * Scale / _compute;
                    var off = Off(operand, slot, level, next, isPartial);
                    Add(transfer >= OverTiles(slot + 1, t => Math.Min(slack, Cycles(t))) - (slack * off), "T");
                    Add(OverTiles(slot + 1, t => Cycles(t) > slack ? 1 : 0) <= off, "T_too_long");
                }
            }
        }
    }

    /// <summary>0 where the slot fires from a level to the next one, otherwise at least 1.</summary>
    private LinearExpression Off(int operand, int slot, int level, int next, bool isPartial) =>
        3 - (LinearExpression)_level[operand][slot][level] - _fires[operand][slot] - _next[operand][(level, next)] + (isPartial ? 1 - (LinearExpression)_partial[level] : 0);

    /// <summary>(F1.10) A transfer is hidden only if the level it fills is double buffered.</summary>
    private void Hides(int operand, int slot, Variable isHidden)
    {
        foreach (var ((level, next), feeds) in _next[operand])
        {
            var isDouble = next >= 0 && _double[operand].TryGetValue(next, out var flag) ? (LinearExpression)flag : 0;
            Add(isHidden + (LinearExpression)_level[operand][slot][level] + feeds <= 2 + isDouble, "hides");
        }
    }

    /// <summary>(F1.11) The recursion's A, for every size the slot's loop may have.</summary>
    private void Recurse(int slot, Variable[] time, Variable[] restart, Variable exposed, Variable hidden, double slack)
    {
        foreach (var size in _space.Kinds.Select(k => k.Size).Distinct())
        {
            var has = LinearExpression.Sum(_space.Kinds.Select((k, i) => (Kind: k, Index: i)).Where(k => k.Kind.Size == size).Select(k => _loop[k.Index][slot]));
            var most = (size * _cap / 2) + (2 * (size - 1) * slack);
            Add(time[slot] >= (size * (LinearExpression)time[slot + 1]) + ((size - 1) * restart[slot + 1]) + ((size - 1) * exposed) - (most * (1 - has)), "A");
            Add(time[slot] >= time[slot + 1] + ((size - 1) * (LinearExpression)hidden) - (((_cap / 2) + ((size - 1) * _cap)) * (1 - has)), "A_hidden");
        }
    }

    /// <summary>(F1.13) The latency, with the preload of operands whose outermost slot is not in DRAM.</summary>
    private void Latency(Variable time, LinearExpression[] sums)
    {
        var latency = Model.AddVariable("L", Scale, _cap);
        LinearExpression Preload(int operand) => _space.Tables.PreloadCycles(operand) * Scale / _compute * (1 - (LinearExpression)_level[operand][0][0]);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            Add(latency >= time + (0.5 * sums[Output]) + Preload(Output) + Preload(operand) + (1.0 / AnalyticModel.Directions(operand) * sums[operand]), "L");
        }

        _latency = latency;
    }

    private Variable _latency;

    /// <summary>(F1.14) Latency, or the energy of the slots' transfers, of preloads and of leakage.</summary>
    private void SetObjective()
    {
        if (_goal.IsLatency)
        {
            Model.Minimize(_latency);
            return;
        }

        var unit = Scale / _goal.Nanojoules;
        var most = _goal.MostNanojoules * unit;
        var sum = (LinearExpression)(_space.Tables.MacNanojoules * unit) + (_goal.Leakage * _compute / Scale * unit * _latency);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            foreach (var slot in Slots())
            {
                var energy = Continuous($"e{operand}_{slot}", most);
                sum += energy;
                Energy(operand, slot, energy, unit, most);
            }

            foreach (var level in _chip.LevelsOf[operand].Where(l => l > 0))
            {
                var preload = Continuous($"e{operand}_pre{level}", MipModel.Infinity);
                sum += preload;
                var first = (LinearExpression)_level[operand][0][level];
                Add(preload >= _space.Tables.PreloadNanojoules(operand, level, partial: false) * unit * first, "preload");
                if (operand == Output)
                {
                    var wide = _space.Tables.PreloadNanojoules(operand, level, partial: true) * unit;
                    Add(preload >= wide * (first + _partial[level] - 1), "preload_partial");
                }
            }
        }

        Model.Minimize(sum);
    }

    private void Energy(int operand, int slot, Variable energy, double unit, double most)
    {
        foreach (var (level, next) in _next[operand].Keys.Where(n => operand != (int)Operand.Weight || n.Level != _chip.Tips[operand]))
        {
            foreach (var (isPartial, isNextPartial) in operand == Output ? new[] { (false, false), (false, true), (true, true) } : [(false, false)])
            {
                if (isNextPartial && !isPartial && next < 0)
                {
                    continue;
                }

                double Nanojoules(int tile) => _space.Tables.Nanojoules(operand, level, next, tile, isPartial, isNextPartial) * unit;
                var off = Off(operand, slot, level, next, isPartial) + (isNextPartial && next >= 0 ? 1 - (LinearExpression)_partial[next] : 0);
                Add(energy >= OverTiles(slot + 1, t => Math.Min(most, Nanojoules(t))) - (most * off), "e");
                Add(OverTiles(slot + 1, t => Nanojoules(t) > most ? 1 : 0) <= off, "e_too_much");
            }
        }
    }
}
