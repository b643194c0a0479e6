using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>Writes a path through the lattice down as a mapping.</summary>
internal static class PathReplay
{
    /// <summary>The mapping whose loops, anchors and levels are those of a complete path.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="tables">The scheme.</param>
    /// <param name="steps">From the MAC to the end of the nest.</param>
    public static Mapping Build(ChipSearchTables chip, SchemeTables tables, IReadOnlyList<PathStep> steps)
    {
        var pool = new LabelPool(tables.Lattice.Count, maxTimers: 0);
        var first = steps[0].Columns;
        var label = new Label { Parent = -1, Dim = -1, Input = (short)first[0].From, Weight = (short)first[1].From, Output = (short)first[2].From };
        var id = pool.Add(ref label, 0, []);
        AnchorStep[]? plan = null;
        foreach (var step in steps)
        {
            var columns = step.Columns;
            if (step.Dim < 0)
            {
                plan = step.Dim == PathStep.Anchor ? columns.Select(c => c.Run).Single(r => r is not null) : plan;
                continue;
            }

            label = new Label
            {
                Parent = id,
                Plan = plan,
                Tile = step.Next,
                Input = (short)columns[0].To,
                Weight = (short)columns[1].To,
                Output = (short)columns[2].To,
                Dim = (sbyte)step.Dim,
                Factor = step.Factor,
                Opened = Bits(columns, c => c.Outward),
                ClosedDouble = Bits(columns, c => c.Double),
            };
            id = pool.Add(ref label, 0, []);
            plan = null;
        }

        return MappingBuilder.Build(chip, tables, pool, ref label, plan);
    }

    private static byte Bits(Column[] columns, Func<Column, bool> has)
    {
        var bits = 0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            bits |= has(columns[operand]) ? 1 << operand : 0;
        }

        return (byte)bits;
    }
}
