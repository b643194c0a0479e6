using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>The temporal loops of a mapping with the reuse anchors inserted (rule 3), as reusable flat arrays.</summary>
internal sealed class Nest
{
    private int _capacity = 64;

    public int Count { get; private set; }

    public int[] Dims { get; private set; } = new int[64];

    public int[] Sizes { get; private set; } = new int[64];

    /// <summary>Per operand the level of every loop.</summary>
    public int[][] Levels { get; } = [new int[64], new int[64], new int[64]];

    /// <summary>The operand an anchor belongs to, −1 for a loop of the mapping.</summary>
    public int[] AnchorOf { get; private set; } = new int[64];

    /// <summary>Outermost level at which outputs are partial sums (rule 2); beyond all levels when nothing is summed in time.</summary>
    public int FirstPartialSumLevel { get; private set; }

    public void Load(Mapping mapping)
    {
        var temporal = mapping.Temporal.AsSpan();
        Count = 0;
        FirstPartialSumLevel = int.MaxValue;
        EnsureCapacity(temporal.Length);
        foreach (ref readonly var loop in temporal)
        {
            Dims[Count] = (int)loop.Dim;
            Sizes[Count] = loop.Size;
            AnchorOf[Count] = -1;
            Levels[0][Count] = loop.InputLevel;
            Levels[1][Count] = loop.WeightLevel;
            Levels[2][Count] = loop.OutputLevel;
            Count++;
            if (loop.Size > 1 && Operands.IsReduction(loop.Dim))
            {
                FirstPartialSumLevel = Math.Min(FirstPartialSumLevel, loop.OutputLevel);
            }
        }

        for (var operand = 0; operand < Operands.Count; operand++)
        {
            InsertAnchors(operand);
        }
    }

    /// <summary>Whether the loop changes the operand's tile: relevant with size > 1, or the operand's own anchor.</summary>
    public bool ChangesTile(int operand, int loop) => AnchorOf[loop] >= 0
        ? AnchorOf[loop] == operand
        : Sizes[loop] > 1 && Operands.IsRelevant((Operand)operand, (Dim)Dims[loop]);

    private void InsertAnchors(int operand)
    {
        var levels = Levels[operand];
        var change = -1;
        for (var start = 0; start < Count;)
        {
            var end = start;
            while (end + 1 < Count && levels[end + 1] == levels[start])
            {
                end++;
            }

            if (end == Count - 1)
            {
                return;
            }

            var inside = LastChange(operand, start, end);
            if (inside >= 0)
            {
                change = inside;
            }
            else
            {
                Array.Fill(levels, levels[start], change + 1, start - change - 1);
                change++;
                Insert(change, operand, levels[start]);
                levels = Levels[operand];
                end++;
            }

            start = end + 1;
        }
    }

    private int LastChange(int operand, int start, int end)
    {
        for (var loop = end; loop >= start; loop--)
        {
            if (ChangesTile(operand, loop))
            {
                return loop;
            }
        }

        return -1;
    }

    private void Insert(int at, int operand, int level)
    {
        EnsureCapacity(Count + 1);
        Shift(Dims, at);
        Shift(Sizes, at);
        Shift(AnchorOf, at);
        foreach (var levels in Levels)
        {
            // The copy left at the gap is the level of the loop the anchor now precedes.
            Shift(levels, at);
        }

        Count++;
        Sizes[at] = 1;
        AnchorOf[at] = operand;
        Levels[operand][at] = level;
    }

    private void Shift(int[] values, int at) => Array.Copy(values, at, values, at + 1, Count - at);

    private void EnsureCapacity(int count)
    {
        if (count <= _capacity)
        {
            return;
        }

        _capacity = Math.Max(count, _capacity * 2);
        Dims = Grown(Dims);
        Sizes = Grown(Sizes);
        AnchorOf = Grown(AnchorOf);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            Levels[operand] = Grown(Levels[operand]);
        }
    }

    private int[] Grown(int[] values)
    {
        Array.Resize(ref values, _capacity);
        return values;
    }
}
