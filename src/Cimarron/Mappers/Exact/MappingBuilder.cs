using System.Collections.Immutable;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>Writes a finished label down as a mapping.</summary>
internal static class MappingBuilder
{
    /// <summary>The mapping whose innermost loops are the label's ancestors.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="tables">The scheme.</param>
    /// <param name="pool">Where the label's ancestors are.</param>
    /// <param name="label">The label of the whole layer.</param>
    /// <param name="plan">Anchors outside the outermost loop.</param>
    public static Mapping Build(ChipSearchTables chip, SchemeTables tables, LabelPool pool, ref Label label, AnchorStep[]? plan)
    {
        var loops = new List<TemporalLoop>();
        var flags = new HashSet<BufferFlag>();
        var passed = new Queue<int>[Operands.Count];
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            passed[operand] = new Queue<int>();
        }

        Note(chip, plan, States(ref label), passed, flags);
        var current = label;
        while (true)
        {
            loops.Add(new TemporalLoop((Dim)current.Dim, current.Factor, Level(0, current.Input), Level(1, current.Weight), Level(2, current.Output)));
            ref var parent = ref pool[current.Parent];
            var inner = States(ref parent);
            var innerAfterPlan = Note(chip, current.Plan, inner, passed, flags);
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                if ((current.Opened >> operand & 1) != 0 && (current.ClosedDouble >> operand & 1) != 0)
                {
                    flags.Add(new BufferFlag(chip.States[operand].States[innerAfterPlan[operand]].Level, (Operand)operand));
                }
            }

            if (parent.Parent < 0)
            {
                AddLastLevels(chip, inner, flags);
                break;
            }

            current = parent;
        }

        return new Mapping
        {
            Layer = tables.Layer,
            Spatial = tables.Scheme.Spatial,
            Temporal = [.. loops],
            DoubleBuffered = [.. flags.OrderBy(f => f.Level).ThenBy(f => f.Operand)],
        };

        // A level that keeps only its anchor was given one of the pending loops before rule 3 moved them inwards: the outermost ones.
        int Level(int operand, int state) => passed[operand].TryDequeue(out var level) ? level : chip.States[operand].States[state].Level;
    }

    /// <summary>Notes what a run of anchors means for the loops inside it and returns the states after it.</summary>
    private static int[] Note(ChipSearchTables chip, AnchorStep[]? plan, int[] states, Queue<int>[] passed, HashSet<BufferFlag> flags)
    {
        if (plan is null)
        {
            return states;
        }

        var after = (int[])states.Clone();
        var levels = new Stack<int>[Operands.Count];
        foreach (var (operand, move) in plan)
        {
            if (move.Outward)
            {
                (levels[operand] ??= new Stack<int>()).Push(move.From);
                if (move.Double)
                {
                    flags.Add(new BufferFlag(move.To, (Operand)operand));
                }
            }

            after[operand] = move.State;
        }

        for (var operand = 0; operand < Operands.Count; operand++)
        {
            foreach (var level in levels[operand] ?? [])
            {
                passed[operand].Enqueue(level);
            }
        }

        return after;
    }

    private static int[] States(ref Label label) => [label.Input, label.Weight, label.Output];

    private static void AddLastLevels(ChipSearchTables chip, int[] root, HashSet<BufferFlag> flags)
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var state = chip.States[operand].States[root[operand]];
            if (state.Double)
            {
                flags.Add(new BufferFlag(state.Level, (Operand)operand));
            }
        }
    }
}
