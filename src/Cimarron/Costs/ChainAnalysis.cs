using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>
/// What every operand moves where: chains, tiles, residency, transfer cycles and preloads of a mapping (rules 1–8 and 11). Each rule that
/// is a decision of its own is a virtual method, so that another rule set can replace one without touching the rest.
/// </summary>
internal class ChainAnalysis(ChipTables chip, Nest nest)
{
    private readonly bool[] _double = new bool[Operands.Count * chip.LevelCount];
    private readonly int[] _extents = new int[Operands.DimCount];
    private double[] _outer = new double[64];
    private int _indexBits;

    /// <summary>The nest with its anchors.</summary>
    public Nest Nest => nest;

    /// <summary>Per operand its blocks, innermost first.</summary>
    public TransferBlock[][] Blocks { get; } = [new TransferBlock[chip.LevelCount], new TransferBlock[chip.LevelCount], new TransferBlock[chip.LevelCount]];

    /// <summary>Per operand the number of blocks.</summary>
    public int[] BlockCounts { get; } = new int[Operands.Count];

    /// <summary>Per operand whether its last level is double buffered (rule 10).</summary>
    public bool[] LastDouble { get; } = new bool[Operands.Count];

    /// <summary>Per operand the used instances of its tip.</summary>
    public double[] TipInstances { get; } = new double[Operands.Count];

    /// <summary>Per operand the bits loaded from DRAM before the nest starts, 0 for none (rule 11).</summary>
    public double[] PreloadBits { get; } = new double[Operands.Count];

    /// <summary>Per operand the cycles its preload takes.</summary>
    public double[] PreloadCycles { get; } = new double[Operands.Count];

    /// <summary>Product of the sizes of all temporal loops.</summary>
    public double Activations => _outer[nest.Count - 1];

    /// <summary>How often a transfer on <paramref name="loop"/> happens: the product of the sizes down to and including it.</summary>
    public double Firings(int loop) => _outer[loop];

    /// <summary>Bits of an element of the operand at a level (rule 2).</summary>
    public int Bits(int operand, int level) => chip.Bits(operand, level, _indexBits, level >= nest.FirstPartialSumLevel);

    public void Load(Mapping mapping)
    {
        nest.Load(mapping);
        _indexBits = mapping.Layer.WeightIndexBits;
        CountFirings();
        LoadFlags(mapping);
        var footprint = new Footprint(mapping.Layer);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            FindBlocks(operand, mapping.Spatial.AsSpan(), footprint);
            Preload(operand, mapping.Layer, footprint);
        }
    }

    /// <summary>Rule 1: the level that a used level feeds, given the next used one.</summary>
    protected virtual int NextLevel(int operand, int level, int nextUsed) => nextUsed;

    /// <summary>Rule 4.</summary>
    protected virtual long Elements(int operand, in Footprint footprint, ReadOnlySpan<int> extents) => footprint.Elements(operand, extents);

    /// <summary>Rule 5: what a block keeps is the extent of its own loops and of all inside; what it hands on lacks its own loops.</summary>
    protected virtual void Size(int operand, ref TransferBlock block, Span<int> extents, in Footprint footprint)
    {
        block.Tile = Elements(operand, footprint, extents);
        foreach (ref readonly var loop in nest.Loops[block.Start..(block.End + 1)])
        {
            extents[loop.Dim] *= loop.Size;
        }

        block.Resident = Elements(operand, footprint, extents);
    }

    /// <summary>Rule 7: the loop a block's transfers happen on.</summary>
    protected virtual int FiringLoop(int operand, ref TransferBlock block)
    {
        if (operand == (int)Operand.Weight && block.Next < 0 && block.Level == chip.Tips[operand])
        {
            return -1;
        }

        var loops = nest.Loops;
        for (var loop = block.End; loop > block.Start; loop--)
        {
            if (loops[loop].ChangesTile(operand))
            {
                return loop;
            }
        }

        return block.Start;
    }

    /// <summary>Rule 8: cycles of one transfer.</summary>
    protected virtual long TransferCycles(int operand, ref TransferBlock block)
    {
        var bits = block.Tile * Bits(operand, block.Level);
        var cycles = chip.PortCycles(block.Level, bits);
        return block.Next < 0 && block.Level != chip.Tips[operand] ? cycles + 1 : cycles;
    }

    /// <summary>Rule 11: an operand whose outermost loop is not in DRAM is loaded as a whole.</summary>
    protected virtual void Preload(int operand, Layer layer, in Footprint footprint)
    {
        PreloadBits[operand] = 0;
        if (Blocks[operand][BlockCounts[operand] - 1].Level != 0)
        {
            Span<int> bounds = stackalloc int[Operands.DimCount];
            for (var dim = 0; dim < Operands.DimCount; dim++)
            {
                bounds[dim] = layer[(Dim)dim];
            }

            PreloadBits[operand] = (double)Elements(operand, footprint, bounds) * Bits(operand, 0);
        }

        PreloadCycles[operand] = PreloadBits[operand] / chip.PortBits[0];
    }

    private void CountFirings()
    {
        if (_outer.Length < nest.Count)
        {
            _outer = new double[nest.Count * 2];
        }

        var product = 1.0;
        var loops = nest.Loops;
        for (var loop = 0; loop < loops.Length; loop++)
        {
            product *= loops[loop].Size;
            _outer[loop] = product;
        }
    }

    private void LoadFlags(Mapping mapping)
    {
        Array.Clear(_double);
        foreach (var (level, operand) in mapping.DoubleBuffered)
        {
            if ((uint)level < (uint)chip.LevelCount)
            {
                _double[((int)operand * chip.LevelCount) + level] = chip.MayDoubleBuffer[level];
            }
        }
    }

    private void FindBlocks(int operand, ReadOnlySpan<SpatialLoop> spatial, in Footprint footprint)
    {
        var loops = nest.Loops;
        var blocks = Blocks[operand];
        var feeds = chip.Feeds[operand];
        var extents = _extents.AsSpan();
        extents.Fill(1);
        var (instances, inside) = (Product(spatial), int.MaxValue);
        Unroll(spatial, feeds, chip.Tips[operand], ref inside, ref instances, extents);
        TipInstances[operand] = instances;
        var count = 0;
        for (var end = loops.Length - 1; end >= 0; count++)
        {
            ref var block = ref blocks[count];
            block.Level = loops[end].Levels[operand];
            block.End = end;
            block.Start = end;
            while (block.Start > 0 && loops[block.Start - 1].Levels[operand] == block.Level)
            {
                block.Start--;
            }

            block.Next = count == 0 ? -1 : NextLevel(operand, block.Level, blocks[count - 1].Level);
            block.Double = count > 0 && _double[(operand * chip.LevelCount) + block.Next];
            block.Fire = FiringLoop(operand, ref block);
            Unroll(spatial, feeds, block.Level, ref inside, ref instances, extents);
            block.Instances = instances;
            Size(operand, ref block, extents, footprint);
            block.Cycles = block.Fire < 0 ? 0 : TransferCycles(operand, ref block);
            end = block.Start - 1;
        }

        BlockCounts[operand] = count;
        LastDouble[operand] = _double[(operand * chip.LevelCount) + blocks[0].Level];
    }

    private static double Product(ReadOnlySpan<SpatialLoop> spatial)
    {
        var product = 1.0;
        foreach (ref readonly var loop in spatial)
        {
            product *= loop.Size;
        }

        return product;
    }

    /// <summary>
    /// Goes outwards from level <paramref name="inside"/> to <paramref name="level"/>: the spatial loops fed in between now lie within one
    /// instance, so they enter its extents and no longer count as instances.
    /// </summary>
    private static void Unroll(ReadOnlySpan<SpatialLoop> spatial, int[] feeds, int level, ref int inside, ref double instances, Span<int> extents)
    {
        if (level == inside)
        {
            return;
        }

        foreach (ref readonly var loop in spatial)
        {
            var feed = feeds[loop.Axis];
            if (feed >= level && feed < inside)
            {
                extents[(int)loop.Dim] *= loop.Size;
                instances /= loop.Size;
            }
        }

        inside = level;
    }
}
