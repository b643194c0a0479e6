using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>
/// What follows from a mapping without running it: anchors, blocks, footprints, precisions, firing loops (timing rules 1 to 8).
/// Products saturate at <see cref="long.MaxValue"/>.
/// </summary>
public sealed class NestStructure
{
    private readonly ImmutableArray<NestBlock>[] blocks = new ImmutableArray<NestBlock>[Operands.Count];
    private readonly int outermostReduction;

    private NestStructure(Mapping mapping, Chip chip)
    {
        Mapping = mapping;
        Chip = chip;
        outermostReduction = mapping.Temporal
            .Where(loop => Operands.IsReduction(loop.Dim) && loop.Size > 1)
            .Select(loop => loop.OutputLevel)
            .DefaultIfEmpty(int.MaxValue)
            .First();
        var plans = Operands.All.Select(operand => AnchorPlan.Of(mapping, operand)).ToArray();
        Loops = [.. AnchorPlan.Weave(mapping, plans)];
        foreach (var operand in Operands.All)
        {
            blocks[(int)operand] = BlocksOf(operand);
        }
    }

    /// <summary>The mapping.</summary>
    public Mapping Mapping { get; }

    /// <summary>The chip.</summary>
    public Chip Chip { get; }

    /// <summary>The nest with its anchors, outermost first.</summary>
    public ImmutableArray<NestLoop> Loops { get; }

    /// <summary>Analyses a mapping.</summary>
    /// <param name="mapping">Levels and axes exist on the chip, levels do not decrease inwards, at least one temporal loop.</param>
    /// <param name="chip">The chip.</param>
    public static NestStructure Of(Mapping mapping, Chip chip) => new(mapping, chip);

    /// <summary>The blocks of an operand, outermost first; the last feeds the MAC.</summary>
    public ImmutableArray<NestBlock> Blocks(Operand operand) => blocks[(int)operand];

    /// <summary>The block of an operand at a level, or null when the operand bypasses the level.</summary>
    public NestBlock? Block(int level, Operand operand)
    {
        foreach (var block in blocks[(int)operand])
        {
            if (block.Level == level)
            {
                return block;
            }
        }

        return null;
    }

    /// <summary>Bits of an element at a level; outputs are partial sums inside of the outermost reduction loop's level, weights carry their index outside of the macro (rule 2).</summary>
    public int ElementBits(int level, Operand operand) => operand switch
    {
        Operand.Input => Chip.Precision.Input,
        Operand.Weight => Chip.Precision.Weight + (level == Chip.Tip(operand) ? 0 : Mapping.Layer.WeightIndexBits),

        // Levels do not decrease inwards, so the outermost reduction loop decides; as given, before anchors moved loops.
        _ => level >= outermostReduction ? Chip.Precision.PartialSum : Chip.Precision.Output,
    };

    /// <summary>Elements one instance of a level keeps (rule 5).</summary>
    public long ResidentElements(int level, Operand operand) => Elements(level, operand, level);

    /// <summary>Elements one instance of a level hands inwards per transfer (rule 5).</summary>
    public long TileElements(int level, Operand operand) => Elements(level, operand, level + 1);

    /// <summary>Bits an operand takes in one instance of a level, twice when double buffered; 0 when it bypasses the level (rule 6).</summary>
    public long OccupiedBits(int level, Operand operand)
    {
        if (Block(level, operand) is not { } block)
        {
            return 0;
        }

        var bits = Saturating.Multiply(block.ResidentElements, block.ElementBits);
        return block.DoubleBuffered ? Saturating.Multiply(bits, 2) : bits;
    }

    /// <summary>Bits all operands take in one instance of a level (rule 6).</summary>
    public long OccupiedBits(int level)
    {
        var bits = 0L;
        foreach (var operand in Operands.All)
        {
            bits = Saturating.Add(bits, OccupiedBits(level, operand));
        }

        return bits;
    }

    /// <summary>Instances of a level in use by an operand: the spatial loops fed from outside of it (rule 13).</summary>
    public long Instances(int level, Operand operand)
    {
        var instances = 1L;
        foreach (var loop in Mapping.Spatial)
        {
            if (Chip.Axes[loop.Axis].Feed(operand) < level)
            {
                instances = Saturating.Multiply(instances, loop.Size);
            }
        }

        return instances;
    }

    private ImmutableArray<NestBlock> BlocksOf(Operand operand)
    {
        var tip = Chip.Tip(operand);
        var found = new List<NestBlock>();
        int? next = null;
        for (var end = Loops.Length; end > 0;)
        {
            var level = Loops[end - 1].Loop.Level(operand);
            var start = end - 1;
            while (start > 0 && Loops[start - 1].Loop.Level(operand) == level)
            {
                start--;
            }

            var tile = TileElements(level, operand);
            var bits = ElementBits(level, operand);
            found.Add(new NestBlock
            {
                Operand = operand,
                Level = level,
                Next = next,
                Start = start,
                End = end,
                FiringLoop = operand == Operand.Weight && level == tip ? null : FiringLoop(operand, start, end),
                ResidentElements = ResidentElements(level, operand),
                TileElements = tile,
                ElementBits = bits,
                TransferCycles = Cycles(Saturating.Multiply(tile, bits), level) + (next is null && level != tip ? 1 : 0),
                DoubleBuffered = Chip.Levels[level].Kind != MemoryKind.Dram && Mapping.IsDoubleBuffered(level, operand),
            });
            next = level;
            end = start;
        }

        found.Reverse();
        return [.. found];
    }

    /// <summary>The innermost loop that changes the tile; a last block may have none and then fires at its outermost loop (rule 7).</summary>
    private int FiringLoop(Operand operand, int start, int end)
    {
        var loop = end - 1;
        while (loop > start && !Loops[loop].ChangesTile(operand))
        {
            loop--;
        }

        return loop;
    }

    private long Cycles(long bits, int level)
    {
        var (cycles, rest) = Math.DivRem(bits, Chip.Levels[level].PortBitsPerCycle);
        return rest == 0 ? cycles : cycles + 1;
    }

    private long Elements(int level, Operand operand, int temporalFrom)
    {
        Span<long> extents = stackalloc long[Operands.DimCount];
        extents.Fill(1);
        foreach (var loop in Loops)
        {
            if (loop.Loop.Level(operand) >= temporalFrom)
            {
                ref var extent = ref extents[(int)loop.Loop.Dim];
                extent = Saturating.Multiply(extent, loop.Loop.Size);
            }
        }

        foreach (var loop in Mapping.Spatial)
        {
            if (Chip.Axes[loop.Axis].Feed(operand) >= level)
            {
                ref var extent = ref extents[(int)loop.Dim];
                extent = Saturating.Multiply(extent, loop.Size);
            }
        }

        return Footprint.Elements(Mapping.Layer, operand, extents);
    }
}
