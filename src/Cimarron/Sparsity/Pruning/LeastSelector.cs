namespace Cimarron.Sparsity.Pruning;

/// <summary>Finds the k smallest of many numbers by their bits, sixteen at a time, in linear time.</summary>
internal static class LeastSelector
{
    private const int Digits = 1 << 16;

    /// <summary>A set bit for every number that stays when the k smallest are removed; of equal ones the first go first.</summary>
    /// <param name="losses">Numbers ≥ 0, not NaN.</param>
    /// <param name="removed">k: 0 … number of losses.</param>
    public static ulong[] Remaining(ReadOnlySpan<double> losses, long removed)
    {
        var kept = new ulong[(losses.Length + 63) / 64];
        if (removed == losses.Length)
        {
            return kept;
        }

        var threshold = removed == 0 ? 0 : Smallest(losses, removed - 1);
        var ties = removed;
        foreach (var loss in losses)
        {
            ties -= BitConverter.DoubleToUInt64Bits(loss) < threshold ? 1 : 0;
        }

        for (var i = 0; i < losses.Length; i++)
        {
            var bits = BitConverter.DoubleToUInt64Bits(losses[i]);
            if (bits > threshold || (bits == threshold && --ties < 0))
            {
                kept[i >> 6] |= 1UL << (i & 63);
            }
        }

        return kept;
    }

    /// <summary>The number of a rank, as bits: non-negative doubles are ordered as their bits are.</summary>
    private static ulong Smallest(ReadOnlySpan<double> losses, long rank)
    {
        var counts = new long[Digits];
        ulong prefix = 0;
        for (var shift = 48; shift >= 0; shift -= 16)
        {
            Array.Clear(counts);
            var above = shift == 48 ? 0 : ulong.MaxValue << (shift + 16);
            foreach (var loss in losses)
            {
                var bits = BitConverter.DoubleToUInt64Bits(loss);
                if ((bits & above) == prefix)
                {
                    counts[bits >> shift & (Digits - 1)]++;
                }
            }

            var digit = 0;
            while (rank >= counts[digit])
            {
                rank -= counts[digit++];
            }

            prefix |= (ulong)digit << shift;
        }

        return prefix;
    }
}
