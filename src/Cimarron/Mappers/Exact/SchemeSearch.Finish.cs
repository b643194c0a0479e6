using System.Collections.Immutable;
using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <content>Completing a label that covers the whole layer.</content>
internal sealed partial class SchemeSearch
{
    /// <summary>Closes the nest in the working matrix with every run of anchors at its outside, and takes what is best.</summary>
    private void Finish(ref Label child)
    {
        var timers = _matrix.Timers;
        _matrix.Store(_packed);
        _final.Load(ref child, _packed.AsSpan(0, timers * timers), timers);
        Close(ref child, null);
        foreach (var plan in _plans.For(Key(ref child), child.Input, child.Weight, child.Output))
        {
            _final.Load(ref child, _packed.AsSpan(0, timers * timers), timers);
            if (_final.TryApply(plan))
            {
                Close(ref child, plan);
            }
        }
    }

    private void Close(ref Label child, AnchorStep[]? plan)
    {
        var energy = _final.Energy;
        Span<double> preload = stackalloc double[Operands.Count];
        preload.Clear();
        long inDram = 0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var state = _final.State(operand);
            if (state.Phase is Phase.Pending or Phase.LastPending)
            {
                return;
            }

            if (state.Level == 0)
            {
                inDram += _tables.ResidentBits(operand, 0, _final.Tile, state.Partial);
            }
            else if (operand == Output && _profile == LegalityProfile.Strict)
            {
                return;
            }
            else
            {
                preload[operand] = _tables.PreloadCycles(operand);
                energy += _tables.PreloadNanojoules(operand, state.Level, state.Partial);
            }
        }

        if (inDram > _chip.Room.Bits(0) || !FitsFinal())
        {
            return;
        }

        var cycles = FinalLatency(preload);
        if (!_incumbent.Cuts(cycles, energy))
        {
            Take(ref child, plan, cycles, energy);
        }
    }

    /// <summary>Whether the levels still open at the outside hold the whole layer; anchors may have opened new ones.</summary>
    private bool FitsFinal()
    {
        var shared = _final.Shared;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            if (!FitsOpen(operand, _final.States[operand], _final.Tile))
            {
                return false;
            }

            shared += OpenShared(operand, _final.States[operand], _final.Tile);
        }

        return _chip.SharedLevel == 0 || shared <= _chip.Room.Bits(_chip.SharedLevel);
    }

    /// <summary>Latency from the final matrix and the preloads (rules 11 and 12).</summary>
    private double FinalLatency(ReadOnlySpan<double> preload)
    {
        var timers = _final.Timers;
        Span<double> start = stackalloc double[timers];
        start.Clear();
        var offset = 0;
        var outputSource = 0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            outputSource = offset + _final.State(operand).Source;
            start[outputSource] += preload[operand];
            offset += _final.State(operand).Timers;
        }

        var latency = Math.Max(Math.Max(preload[0], preload[1]), 2 * preload[Output]);
        for (var row = 0; row < timers; row++)
        {
            var time = 0.0;
            for (var column = 0; column < timers; column++)
            {
                time = Math.Max(time, _final.Matrix[(row * timers) + column] + start[column]);
            }

            latency = Math.Max(latency, row == outputSource ? time + preload[Output] : time);
        }

        return latency;
    }

    private void Take(ref Label child, AnchorStep[]? plan, double cycles, double energy)
    {
        var mapping = MappingBuilder.Build(_chip, _tables, _pool, ref child, plan);
        var cost = _evaluator.Measure(mapping);
        var total = energy + (_leakage * cycles);
        if (cost.Cycles != cycles || Math.Abs(cost.Nanojoules - total) > 1e-9 * total)
        {
            throw new InvalidOperationException(
                $"search and evaluator disagree: {cycles} cycles, {total} nJ against {cost.Cycles} cycles, {cost.Nanojoules} nJ");
        }

        _incumbent.Take(cycles, energy, mapping);
    }
}
