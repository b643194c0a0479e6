using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Masks of layers whose weights are not known: Φ blocks, every set of them equally likely.</summary>
public static class RandomMasks
{
    /// <summary>A mask; the same seed gives the same one everywhere.</summary>
    /// <param name="shape">The matrices.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="seed">Any number; layers of one network should have different ones.</param>
    /// <param name="isComplete">Whether choices within blocks are drawn too. Cycles and energy do not depend on them.</param>
    public static LayerMask Draw(MatrixShape shape, FlexBlock pattern, ulong seed, bool isComplete = false)
    {
        var state = seed;
        var kept = pattern.Full is { } full ? Blocks(shape, full, ref state) : null;
        return new LayerMask(shape, pattern, kept, pattern.Intra is { } intra && isComplete ? Choices(shape, intra, ref state) : null);
    }

    /// <summary>Selection sampling: block i is kept with probability (still to keep) / (still to come), by Fan, Muller and Rezucha, 1962.</summary>
    private static ulong[] Blocks(MatrixShape shape, FullBlock full, ref ulong state)
    {
        var height = full.Rows.Resolve(shape.Rows, shape.ChannelRows);
        var width = full.Columns.Resolve(shape.Columns, shape.ChannelRows);
        var blocks = (long)shape.Groups * ((shape.Rows + height - 1) / height) * ((shape.Columns + width - 1) / width);
        var kept = new ulong[(blocks + 63) / 64];
        var left = (ulong)full.Kept(blocks);
        for (long i = 0; i < blocks && left > 0; i++)
        {
            if (Math.BigMul(Next(ref state), (ulong)(blocks - i), out _) < left)
            {
                kept[i >> 6] |= 1UL << (int)(i & 63);
                left--;
            }
        }

        return kept;
    }

    private static uint[] Choices(MatrixShape shape, IntraBlock intra, ref ulong state)
    {
        var blocks = (shape.Rows + intra.Rows - 1) / intra.Rows;
        var choices = new uint[checked((long)shape.Groups * blocks * shape.Columns)];
        for (long i = 0; i < choices.LongLength; i++)
        {
            var rows = Math.Min(intra.Rows, shape.Rows - (int)(i / shape.Columns % blocks) * intra.Rows);
            var inside = rows == 32 ? uint.MaxValue : (1u << rows) - 1;
            choices[i] = inside & (intra.Masks.IsEmpty ? Subset(rows, Math.Min(intra.Kept, rows), ref state) : intra.Masks[(int)Below((ulong)intra.Masks.Length, ref state)]);
        }

        return choices;
    }

    private static uint Subset(int rows, int kept, ref ulong state)
    {
        uint mask = 0;
        for (var i = 0; i < rows && kept > 0; i++)
        {
            if (Below((ulong)(rows - i), ref state) < (ulong)kept)
            {
                mask |= 1u << i;
                kept--;
            }
        }

        return mask;
    }

    private static ulong Below(ulong bound, ref ulong state) => Math.BigMul(Next(ref state), bound, out _);

    /// <summary>SplitMix64 by Steele, Lea and Flood, OOPSLA 2014.</summary>
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
