using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>What every operand moves where: chains, tiles, residency and transfer cycles of a mapping (rules 1–8).</summary>
internal sealed class ChainAnalysis(ChipTables chip)
{
    private readonly int[] _temporal = new int[Operands.DimCount];
    private readonly int[] _extents = new int[Operands.DimCount];
    private readonly int[] _spatial = new int[Operands.Count * chip.LevelCount * Operands.DimCount];
    private readonly double[] _instances = new double[Operands.Count * chip.LevelCount];
    private double[] _outer = new double[64];

    /// <summary>The nest with its anchors.</summary>
    public Nest Nest { get; } = new();

    /// <summary>Per operand its blocks, innermost first.</summary>
    public TransferBlock[][] Blocks { get; } = [new TransferBlock[chip.LevelCount], new TransferBlock[chip.LevelCount], new TransferBlock[chip.LevelCount]];

    /// <summary>Per operand the number of blocks.</summary>
    public int[] BlockCounts { get; } = new int[Operands.Count];

    /// <summary>Per operand whether its last level is double buffered (rule 10).</summary>
    public bool[] LastDouble { get; } = new bool[Operands.Count];

    /// <summary>Product of the sizes of all temporal loops.</summary>
    public double Activations => _outer[Nest.Count - 1];

    /// <summary>How often a transfer on <paramref name="loop"/> happens: the product of the sizes down to and including it.</summary>
    public double Firings(int loop) => _outer[loop];

    /// <summary>Used instances of a level, as the operand sees it: the product of spatial sizes fed from outside it.</summary>
    public double Instances(int operand, int level) => _instances[(operand * chip.LevelCount) + level];

    /// <summary>Bits of an element of the operand at a level (rule 2).</summary>
    public int Bits(int operand, int level) => chip.Bits(operand, level >= Nest.FirstPartialSumLevel);

    public void Load(Mapping mapping)
    {
        Nest.Load(mapping);
        LoadSpatial(mapping);
        CountFirings();
        var footprint = new Footprint(mapping.Layer);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            FindBlocks(operand, mapping, footprint);
        }
    }

    private void LoadSpatial(Mapping mapping)
    {
        Array.Fill(_spatial, 1);
        Array.Fill(_instances, 1);
        foreach (var loop in mapping.Spatial)
        {
            var axis = chip.Chip.Axes[loop.Axis];
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                var feed = axis.Feeds[operand];
                for (var level = 0; level < chip.LevelCount; level++)
                {
                    if (feed >= level)
                    {
                        _spatial[(((operand * chip.LevelCount) + level) * Operands.DimCount) + (int)loop.Dim] *= loop.Size;
                    }
                    else
                    {
                        _instances[(operand * chip.LevelCount) + level] *= loop.Size;
                    }
                }
            }
        }
    }

    private void CountFirings()
    {
        if (_outer.Length < Nest.Count)
        {
            _outer = new double[Nest.Count * 2];
        }

        var product = 1.0;
        for (var loop = 0; loop < Nest.Count; loop++)
        {
            product *= Nest.Sizes[loop];
            _outer[loop] = product;
        }
    }

    private void FindBlocks(int operand, Mapping mapping, in Footprint footprint)
    {
        var levels = Nest.Levels[operand];
        var count = 0;
        var next = -1;
        Array.Fill(_temporal, 1);
        for (var end = Nest.Count - 1; end >= 0;)
        {
            ref var block = ref Blocks[operand][count++];
            var start = end;
            while (start > 0 && levels[start - 1] == levels[end])
            {
                start--;
            }

            block.Level = levels[end];
            block.End = end;
            block.Next = next;
            block.Start = start;
            block.Fire = FiringLoop(operand, start, end, next < 0);
            block.Double = next >= 0 && IsDouble(mapping, next, operand);
            block.Tile = Elements(operand, block.Level, footprint);
            block.Cycles = TransferCycles(operand, ref block);
            for (var loop = start; loop <= end; loop++)
            {
                if (Nest.AnchorOf[loop] < 0)
                {
                    _temporal[Nest.Dims[loop]] *= Nest.Sizes[loop];
                }
            }

            block.Resident = Elements(operand, block.Level, footprint);
            next = block.Level;
            end = start - 1;
        }

        BlockCounts[operand] = count;
        LastDouble[operand] = IsDouble(mapping, Blocks[operand][0].Level, operand);
    }

    private bool IsDouble(Mapping mapping, int level, int operand) => chip.MayDoubleBuffer[level] && mapping.IsDoubleBuffered(level, (Operand)operand);

    private int FiringLoop(int operand, int start, int end, bool last)
    {
        if (last && operand == (int)Operand.Weight && Nest.Levels[operand][end] == chip.Tips[operand])
        {
            return -1;
        }

        for (var loop = end; loop >= start; loop--)
        {
            if (Nest.ChangesTile(operand, loop))
            {
                return loop;
            }
        }

        return start;
    }

    private long Elements(int operand, int level, in Footprint footprint)
    {
        var spatial = _spatial.AsSpan(((operand * chip.LevelCount) + level) * Operands.DimCount, Operands.DimCount);
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            _extents[dim] = _temporal[dim] * spatial[dim];
        }

        return footprint.Elements(operand, _extents);
    }

    private long TransferCycles(int operand, ref TransferBlock block)
    {
        if (block.Fire < 0)
        {
            return 0;
        }

        var width = chip.PortBits[block.Level];
        var cycles = ((block.Tile * Bits(operand, block.Level)) + width - 1) / width;
        return block.Next < 0 && block.Level != chip.Tips[operand] ? cycles + 1 : cycles;
    }
}
