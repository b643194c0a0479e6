using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Masks of layers whose weights are not known: Φ blocks, every set of them equally likely.</summary>
public static class RandomMasks
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>A mask; the same seed gives the same one everywhere.</summary>
    /// <param name="shape">The matrices.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="seed">Any number; layers of one network should have different ones.</param>
    /// <param name="isComplete">Whether choices within blocks are drawn too. Cycles and energy do not depend on them.</param>
    public static LayerMask Draw(MatrixShape shape, FlexBlock pattern, ulong seed, bool isComplete = false)
    {
        var state = ~seed;
        var kept = pattern.Full is { } full ? Blocks(new BlockGrid(shape, pattern).Count, full, Mixed(seed)) : null;
        return new LayerMask(shape, pattern, kept, pattern.Intra is { } intra && isComplete ? Choices(shape, intra, ref state) : null);
    }

    /// <summary>The Φ blocks with the smallest random numbers stay: of two ratios, the larger one keeps some of the blocks that the smaller one keeps.</summary>
    private static ulong[] Blocks(long blocks, FullBlock full, ulong seed)
    {
        var kept = new ulong[(blocks + 63) / 64];
        var left = full.Kept(blocks);
        var limit = left == 0 ? 0 : Smallest(seed, blocks, ref left);
        for (long i = 0; i < blocks; i++)
        {
            var number = Number(seed, i);
            if (number < limit || (number == limit && --left >= 0))
            {
                kept[i >> 6] |= 1UL << (int)(i & 63);
            }
        }

        return kept;
    }

    /// <summary>The random number of a rank, sixteen bits at a time; numbers are made again rather than kept.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="blocks">How many numbers there are.</param>
    /// <param name="rank">The rank, counted from 1; afterwards how many numbers equal to the result belong to the smallest.</param>
    private static uint Smallest(ulong seed, long blocks, ref long rank)
    {
        var counts = new long[1 << 16];
        for (long i = 0; i < blocks; i++)
        {
            counts[Number(seed, i) >> 16]++;
        }

        var high = Bucket(counts, ref rank);
        Array.Clear(counts);
        for (long i = 0; i < blocks; i++)
        {
            var number = Number(seed, i);
            counts[number & 0xFFFF] += number >> 16 == high ? 1 : 0;
        }

        return (high << 16) | Bucket(counts, ref rank);
    }

    private static uint Bucket(long[] counts, ref long rank)
    {
        uint bucket = 0;
        while (rank > counts[bucket])
        {
            rank -= counts[bucket++];
        }

        return bucket;
    }

    private static uint Number(ulong seed, long index) => (uint)(Mixed(seed + ((ulong)index * Step)) >> 32);

    private static uint[] Choices(MatrixShape shape, IntraBlock intra, ref ulong state)
    {
        var blocks = intra.BlocksIn(shape.Rows);
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

    private static ulong Next(ref ulong state) => Mixed(state += Step);

    /// <summary>SplitMix64 by Steele, Lea and Flood, OOPSLA 2014.</summary>
    private static ulong Mixed(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
