using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>
/// Timing rule 3 for one operand, in terms of the loops as given: which loops join a deeper block, and in front of which loop an
/// anchor stands. Operands do not influence each other here, because a foreign anchor never changes a tile.
/// </summary>
internal sealed class AnchorPlan
{
    private AnchorPlan(int[] levels, List<(int Before, int Level)> anchors)
    {
        Levels = levels;
        Anchors = anchors;
    }

    /// <summary>Level per given loop, after loops have moved inwards.</summary>
    public int[] Levels { get; }

    /// <summary>Anchors from outermost: the given loop each precedes, and its level.</summary>
    public List<(int Before, int Level)> Anchors { get; }

    public static AnchorPlan Of(Mapping mapping, Operand operand)
    {
        var loops = mapping.Temporal;
        var levels = new int[loops.Length];
        var anchors = new List<(int Before, int Level)>();
        var free = 0; // first loop inside of the innermost tile change seen so far: the earliest place where a transfer may stand
        for (int start = 0, end; start < loops.Length; start = end)
        {
            var level = loops[start].Level(operand);
            for (end = start; end < loops.Length && loops[end].Level(operand) == level; end++)
            {
                levels[end] = level;
                if (loops[end].Size > 1 && Operands.IsRelevant(operand, loops[end].Dim))
                {
                    free = end + 1;
                }
            }

            if (free <= start && end < loops.Length)
            {
                // Nothing in the block changes the tile. An anchor leaves `free` where it is: a second one stands right behind it.
                anchors.Add((free, level));
                Array.Fill(levels, level, free, start - free);
            }
        }

        return new AnchorPlan(levels, anchors);
    }

    /// <summary>The nest of all three operands with its anchors, outermost first.</summary>
    public static List<NestLoop> Weave(Mapping mapping, AnchorPlan[] plans)
    {
        var nest = new List<NestLoop>();
        var iterations = 1L;
        var passed = new int[plans.Length]; // anchors of each operand already placed
        for (var given = 0; given < mapping.Temporal.Length; given++)
        {
            // Each operand inserts in front of what stands there already, so the last operand's anchors come first.
            for (var x = plans.Length - 1; x >= 0; x--)
            {
                for (; passed[x] < plans[x].Anchors.Count && plans[x].Anchors[passed[x]].Before == given; passed[x]++)
                {
                    nest.Add(new NestLoop(default, (Operand)x, given, iterations));
                }
            }

            var loop = mapping.Temporal[given];
            iterations = Saturating.Multiply(iterations, loop.Size);
            nest.Add(new NestLoop(loop, null, given, iterations));
        }

        AssignLevels(nest, plans);
        return nest;
    }

    /// <summary>A loop has its planned levels; an anchor its own level for its operand, and for the others those of the next loop inwards.</summary>
    private static void AssignLevels(List<NestLoop> nest, AnchorPlan[] plans)
    {
        var left = Array.ConvertAll(plans, plan => plan.Anchors.Count);
        var levels = new int[plans.Length];
        for (var l = nest.Count - 1; l >= 0; l--)
        {
            var anchor = nest[l].Anchor;
            for (var x = 0; x < plans.Length; x++)
            {
                levels[x] = anchor is null ? plans[x].Levels[nest[l].Given] : anchor == (Operand)x ? plans[x].Anchors[--left[x]].Level : levels[x];
            }

            var (dim, size) = anchor is null ? (nest[l].Loop.Dim, nest[l].Loop.Size) : (default, 1);
            nest[l] = nest[l] with { Loop = new TemporalLoop(dim, size, levels[0], levels[1], levels[2]) };
        }
    }
}
