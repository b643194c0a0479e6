using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>Paths through the lattice, read back from the labels.</summary>
internal sealed class LabelPaths(LabelPool pool, SchemeColumns columns)
{
    /// <summary>The steps that lead to a finished nest: its outermost loop, and the nest with the anchors outside of it.</summary>
    public List<PathStep> Of(ref Label loop, ref Label finished, AnchorStep[]? plan)
    {
        int[] ends = [finished.Input, finished.Weight, finished.Output];
        var tile = finished.Tile;
        List<PathStep> steps = [new PathStep(tile, tile, PathStep.End, 1, [.. ends.Select((s, o) => columns.Ends(o, tile, columns.Position(o, tile, s))[0])])];
        var outside = ends;
        var current = loop;
        while (true)
        {
            int[] after = [current.Input, current.Weight, current.Output];
            if (plan is not null)
            {
                steps.Add(AnchorsAt(current.Tile, after, outside));
            }

            if (current.Parent < 0)
            {
                break;
            }

            ref var parent = ref pool[current.Parent];
            int[] before = [parent.Input, parent.Weight, parent.Output];
            int[] anchored = current.Plan is null ? before : Anchored(parent.Tile, before, current.Plan);
            steps.Add(LoopAt(parent.Tile, current, anchored, after));
            (outside, plan) = (anchored, current.Plan);
            current = parent;
        }

        steps.Reverse();
        return steps;
    }

    private int[] Anchored(int tile, int[] before, AnchorStep[] plan)
    {
        var operand = plan[0].Operand;
        int[] after = [before[0], before[1], before[2]];
        after[operand] = columns.Anchors(operand, tile, columns.Position(operand, tile, before[operand])).Single(c => ReferenceEquals(c.Run, plan)).To;
        return after;
    }

    private PathStep AnchorsAt(int tile, int[] before, int[] after)
    {
        var taken = new Column[Operands.Count];
        for (var operand = 0; operand < taken.Length; operand++)
        {
            taken[operand] = before[operand] == after[operand]
                ? new Column { From = before[operand], To = before[operand], Quiet = true }
                : columns.Anchors(operand, tile, columns.Position(operand, tile, before[operand])).First(c => c.To == after[operand]);
        }

        return new PathStep(tile, tile, PathStep.Anchor, 1, taken);
    }

    private PathStep LoopAt(int tile, Label loop, int[] before, int[] after)
    {
        var taken = new Column[Operands.Count];
        for (var operand = 0; operand < taken.Length; operand++)
        {
            var relevant = Operands.IsRelevant((Operand)operand, (Dim)loop.Dim);
            var bit = 1 << operand;
            taken[operand] = columns.Loops(operand, tile, columns.Position(operand, tile, before[operand]), relevant)
                .First(c => c.To == after[operand] && c.Outward == ((loop.Opened & bit) != 0) && c.Double == ((loop.ClosedDouble & bit) != 0));
        }

        return new PathStep(tile, loop.Tile, loop.Dim, loop.Factor, taken);
    }
}
