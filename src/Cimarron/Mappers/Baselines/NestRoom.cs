using System.Collections.Immutable;
using Cimarron.Costs;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>
/// How much of an ordered nest fits where. Levels are given out from the MAC outwards: per operand the innermost <c>taken</c> loops
/// have a level already, and the next level takes the loops up to some count. Rules 2, 5 and 6 of docs/timing-rules.md.
/// </summary>
internal sealed class NestRoom(ChipTables chip, Layer layer)
{
    private readonly Costs.Footprint _footprint = new(layer);
    private readonly int[][] _levels = [[], [], []];
    private LoopFactor[] _loops = [];
    private ImmutableArray<SpatialLoop> _spatial = [];

    public ChipTables Chip => chip;

    /// <summary>Number of temporal loops.</summary>
    public int Count => _loops.Length;

    /// <summary>Starts over with other loops, outermost first; all of them are in DRAM.</summary>
    public void Load(Scheme scheme, LoopFactor[] loops)
    {
        _loops = loops;
        _spatial = scheme.Spatial;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            if (_levels[operand].Length != loops.Length)
            {
                _levels[operand] = new int[loops.Length];
            }
        }

        Clear();
    }

    /// <summary>Puts all loops back into DRAM.</summary>
    public void Clear() => Array.ForEach(_levels, Array.Clear);

    /// <summary>How many of the innermost loops of an operand may be inside DRAM.</summary>
    public int Most(int operand, LegalityProfile profile) => operand == (int)Operand.Output && profile == LegalityProfile.Strict ? Count - 1 : Count;

    /// <summary>Gives the loops from the <paramref name="taken"/>-th to the <paramref name="count"/>-th, counted from the innermost, to a level.</summary>
    public void Assign(int operand, int level, int taken, int count) => _levels[operand].AsSpan(Count - count, count - taken).Fill(level);

    /// <summary>Bits that one copy of an operand takes in a level that ends at the <paramref name="count"/>-th loop from the innermost.</summary>
    public long ResidentBits(int operand, int level, int taken, int count) => Elements(operand, level, count) * Bits(operand, level, IsPartial(Count - taken));

    /// <summary>The largest count for which a level keeps the operand in the given bits; <paramref name="taken"/> when nothing more fits.</summary>
    public int Largest(int operand, int level, int taken, int most, long bits)
    {
        var count = taken;
        while (count < most && ResidentBits(operand, level, taken, count + 1) <= bits)
        {
            count++;
        }

        return count;
    }

    /// <summary>Bits that cross the border outside of the innermost <paramref name="count"/> loops, outputs both ways; 1 transfer if no loop outside changes the tile.</summary>
    public double Traffic(int operand, int level, int count)
    {
        var transfers = 1.0;
        var innermost = Count - count - 1;
        while (innermost >= 0 && !Operands.IsRelevant((Operand)operand, _loops[innermost].Dim))
        {
            innermost--;
        }

        for (var i = 0; i <= innermost; i++)
        {
            transfers *= _loops[i].Size;
        }

        return transfers * Elements(operand, level, count) * Bits(operand, level, IsPartial(Count - count)) * (operand == (int)Operand.Output ? 2 : 1);
    }

    private int Bits(int operand, int level, bool partial) => chip.Bits(operand, level, layer.WeightIndexBits, partial);

    /// <summary>Whether the whole layer fits in DRAM as the loops lie now.</summary>
    public bool FitsDram()
    {
        var bits = 0L;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            // A preloaded operand has no block in DRAM and takes no room there under the rules.
            bits += _levels[operand][0] == 0 ? ResidentBits(operand, 0, Count - FirstInside(operand), Count) : 0;
        }

        return bits <= chip.CapacityBits[0];
    }

    /// <summary>The mapping as the loops lie now.</summary>
    public Mapping Mapping(ImmutableArray<BufferFlag> flags)
    {
        var temporal = ImmutableArray.CreateBuilder<TemporalLoop>(Count);
        for (var i = 0; i < Count; i++)
        {
            temporal.Add(new TemporalLoop(_loops[i].Dim, _loops[i].Size, _levels[0][i], _levels[1][i], _levels[2][i]));
        }

        return new Mapping { Layer = layer, Spatial = _spatial, Temporal = temporal.MoveToImmutable(), DoubleBuffered = flags };
    }

    private int FirstInside(int operand)
    {
        var first = Array.FindIndex(_levels[operand], level => level > 0);
        return first < 0 ? Count : first;
    }

    /// <summary>Whether outputs are unfinished at a level that holds none but the outermost <paramref name="outer"/> loops and those inside of it (rule 2).</summary>
    private bool IsPartial(int outer)
    {
        for (var i = 0; i < outer; i++)
        {
            if (Operands.IsReduction(_loops[i].Dim))
            {
                return true;
            }
        }

        return false;
    }

    private long Elements(int operand, int level, int count)
    {
        Span<int> extents = stackalloc int[Operands.DimCount];
        extents.Fill(1);
        foreach (var loop in _spatial)
        {
            if (chip.Feeds[operand][loop.Axis] >= level)
            {
                extents[(int)loop.Dim] *= loop.Size;
            }
        }

        for (var i = Count - count; i < Count; i++)
        {
            extents[(int)_loops[i].Dim] *= _loops[i].Size;
        }

        return _footprint.Elements(operand, extents);
    }
}
