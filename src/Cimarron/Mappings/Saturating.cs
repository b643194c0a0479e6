namespace Cimarron.Mappings;

/// <summary>Products that stop at <see cref="long.MaxValue"/>: a mapping file may hold any sizes, and must be rejected, not crash.</summary>
internal static class Saturating
{
    /// <summary>a·b for non-negative factors, at most <see cref="long.MaxValue"/>.</summary>
    public static long Multiply(long a, long b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high == 0 && low >= 0 ? low : long.MaxValue;
    }

    /// <summary>a + b for non-negative terms, at most <see cref="long.MaxValue"/>.</summary>
    public static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
