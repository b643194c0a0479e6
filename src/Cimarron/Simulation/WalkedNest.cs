using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>Rules 1 to 8: everything about a mapping that does not change while it is walked.</summary>
internal sealed class WalkedNest
{
    private readonly Mapping mapping;
    private readonly Chip chip;
    private readonly List<WalkedLoop> loops;

    public WalkedNest(Mapping mapping, Chip chip)
    {
        this.mapping = mapping;
        this.chip = chip;
        loops = AnchorWalk.SpellOut(mapping);

        // Only now, with the anchors of all operands in place: a last block without relevant loops fires at its outermost loop,
        // be it an anchor of another operand. With loops of size 2 and more it never is one: a dimension that does not index X
        // indexes both others, so neither of them can have an anchor in front of such a loop.
        Blocks = [.. Operands.All.Select(BlocksOf)];
    }

    /// <summary>The nest with its anchors, outermost first.</summary>
    public IReadOnlyList<WalkedLoop> Loops => loops;

    /// <summary>Per operand its blocks, outermost first.</summary>
    public IReadOnlyList<IReadOnlyList<WalkedBlock>> Blocks { get; }

    /// <summary>
    /// Bits of an element at a level. Rule 2: outputs are partial sums wherever a reduction loop still runs outside or at the
    /// level, on the nest as given: anchors move loops, and must not change what is stored. Weights carry their index as far as the macro.
    /// </summary>
    public int Bits(int level, Operand operand)
    {
        switch (operand)
        {
            case Operand.Input:
                return chip.Precision.Input;
            case Operand.Weight:
                return chip.Precision.Weight + (level < chip.Tip(operand) ? mapping.Layer.WeightIndexBits : 0);
            default:
                var unfinished = mapping.Temporal.Any(loop => Operands.IsReduction(loop.Dim) && loop.Size > 1 && loop.OutputLevel <= level);
                return unfinished ? chip.Precision.PartialSum : chip.Precision.Output;
        }
    }

    /// <summary>resident(L, X) of rule 5: elements one instance of the level keeps.</summary>
    public long Resident(int level, Operand operand) => Elements(level, operand, temporalFrom: level);

    /// <summary>tile(L, X) of rule 5: elements one instance of the level hands inwards at a time.</summary>
    public long Tile(int level, Operand operand) => Elements(level, operand, temporalFrom: level + 1);

    /// <summary>Elements of the whole operand: the layer's own bounds, without padding to the loops' products (rule 11).</summary>
    public long WholeOperand(Operand operand) =>
        TileSize.Elements(mapping.Layer, operand, [.. Operands.Dims.Select(dim => (long)mapping.Layer[dim])]);

    /// <summary>Instances of the level in use: the spatial loops that are fed from outside of it (rule 13).</summary>
    public long Instances(int level, Operand operand)
    {
        var instances = 1L;
        foreach (var loop in mapping.Spatial)
        {
            if (chip.Axes[loop.Axis].Feed(operand) < level)
            {
                instances = checked(instances * loop.Size);
            }
        }

        return instances;
    }

    private IReadOnlyList<WalkedBlock> BlocksOf(Operand operand)
    {
        var blocks = new List<WalkedBlock>();
        for (int start = 0, end; start < loops.Count; start = end)
        {
            end = AnchorWalk.EndOfBlock(loops, start, operand);
            var level = loops[start].Level[(int)operand];
            int? next = end < loops.Count ? loops[end].Level[(int)operand] : null;
            var tip = chip.Tip(operand);
            blocks.Add(new WalkedBlock
            {
                Operand = operand,
                Level = level,
                Next = next,
                Tip = tip,
                Start = start,
                End = end,
                FiringLoop = operand == Operand.Weight && level == tip ? null : FiringLoop(operand, start, end),
                Cycles = Cycles(operand, level, feedsMacAroundTip: next is null && level != tip),
                Tile = Tile(level, operand),
                Resident = Resident(level, operand),
            });
        }

        return blocks;
    }

    /// <summary>
    /// Rule 7. A block but the last always holds a tile-changing loop: rule 3 saw to it. The last one may not, and then fires at
    /// its outermost loop.
    /// </summary>
    private int FiringLoop(Operand operand, int start, int end)
    {
        for (var l = end - 1; l >= start; l--)
        {
            if (loops[l].ChangesTileOf(operand))
            {
                return l;
            }
        }

        return start;
    }

    /// <summary>Rule 8: the port of the source decides; one cycle more to go through the register the chain leaves out.</summary>
    private long Cycles(Operand operand, int level, bool feedsMacAroundTip)
    {
        var bits = checked(Tile(level, operand) * Bits(level, operand));
        var port = chip.Levels[level].PortBitsPerCycle;
        return bits / port + (bits % port == 0 ? 0 : 1) + (feedsMacAroundTip ? 1 : 0);
    }

    private long Elements(int level, Operand operand, int temporalFrom)
    {
        var extents = new long[Operands.DimCount];
        Array.Fill(extents, 1L);
        foreach (var loop in loops)
        {
            if (loop.Dim is { } dim && loop.Level[(int)operand] >= temporalFrom)
            {
                extents[(int)dim] = checked(extents[(int)dim] * loop.Size);
            }
        }

        foreach (var loop in mapping.Spatial)
        {
            if (chip.Axes[loop.Axis].Feed(operand) >= level)
            {
                extents[(int)loop.Dim] = checked(extents[(int)loop.Dim] * loop.Size);
            }
        }

        return TileSize.Elements(mapping.Layer, operand, extents);
    }
}
