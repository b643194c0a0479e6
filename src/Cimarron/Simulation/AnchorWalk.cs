using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>Rule 3: spells out the reuse anchors of a mapping.</summary>
internal static class AnchorWalk
{
    /// <summary>The nest with its anchors, outermost first.</summary>
    public static List<WalkedLoop> SpellOut(Mapping mapping)
    {
        var nest = mapping.Temporal
            .Select(loop => new WalkedLoop { Dim = loop.Dim, Size = loop.Size, Level = [loop.InputLevel, loop.WeightLevel, loop.OutputLevel] })
            .ToList();
        foreach (var operand in Operands.All)
        {
            SpellOut(nest, operand);
        }

        return nest;
    }

    /// <summary>First loop after the block that starts at <paramref name="start"/>.</summary>
    public static int EndOfBlock(List<WalkedLoop> nest, int start, Operand operand)
    {
        var end = start;
        while (end < nest.Count && nest[end].Level[(int)operand] == nest[start].Level[(int)operand])
        {
            end++;
        }

        return end;
    }

    private static void SpellOut(List<WalkedLoop> nest, Operand operand)
    {
        var start = 0;
        while (start < nest.Count)
        {
            var end = EndOfBlock(nest, start, operand);
            if (end == nest.Count)
            {
                return; // the last block feeds the MAC and is left as it is
            }

            // "The innermost loop, at or outside the block's end, that changes X's tile."
            var f = end - 1;
            while (f >= 0 && !nest[f].ChangesTileOf(operand))
            {
                f--;
            }

            if (f < start)
            {
                InsertAnchor(nest, operand, f + 1, start);
                end++;
            }

            start = end;
        }
    }

    /// <summary>Loops at … start − 1 join the block that began at <paramref name="start"/>, led by an anchor.</summary>
    private static void InsertAnchor(List<WalkedLoop> nest, Operand operand, int at, int start)
    {
        var level = nest[start].Level[(int)operand];
        for (var l = at; l < start; l++)
        {
            nest[l].Level[(int)operand] = level;
        }

        // The other operands' levels come from the loop the anchor now precedes, not from the one around it: it matters, since the
        // anchor synchronises them too, and the reference vectors tell the two apart.
        var levels = (int[])nest[at].Level.Clone();
        levels[(int)operand] = level;
        nest.Insert(at, new WalkedLoop { AnchorOf = operand, Level = levels });
    }
}
