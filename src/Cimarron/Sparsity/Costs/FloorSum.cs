namespace Cimarron.Sparsity.Costs;

/// <summary>Σ ⌊(a·i + b) / m⌋ over i = 0 … n − 1, by the Euclidean algorithm: the lattice points under a line.</summary>
internal static class FloorSum
{
    /// <summary>The sum.</summary>
    /// <param name="n">Terms, ≥ 0.</param>
    /// <param name="m">Divisor, 1 … 2³⁰.</param>
    /// <param name="a">Slope, 0 … m − 1.</param>
    /// <param name="b">Offset, 0 … 2⁴⁸.</param>
    /// <exception cref="OverflowException">The sum is not below 2¹²⁷.</exception>
    public static Int128 Of(long n, long m, long a, long b) =>
        n < 1 << 30 && b / m < 1 << 30 ? Small(n, m, a, b) : Large(n, m, a, b); // below, no sum exceeds n·(n + b/m) < 2⁶¹

    private static long Small(long n, long m, long a, long b)
    {
        long sum = 0;
        while (true)
        {
            if (a >= m)
            {
                sum += n * (n - 1) / 2 * (a / m);
                a %= m;
            }

            if (b >= m)
            {
                sum += n * (b / m);
                b %= m;
            }

            var top = a * n + b;
            if (top < m)
            {
                return sum;
            }

            (n, b) = (top / m, top % m);
            (m, a) = (a, m);
        }
    }

    private static Int128 Large(Int128 n, Int128 m, Int128 a, Int128 b)
    {
        Int128 sum = 0;
        while (true)
        {
            checked
            {
                if (a >= m)
                {
                    sum += n * (n - 1) / 2 * (a / m);
                    a %= m;
                }

                if (b >= m)
                {
                    sum += n * (b / m);
                    b %= m;
                }

                var top = a * n + b;
                if (top < m)
                {
                    return sum;
                }

                (n, b) = (top / m, top % m);
                (m, a) = (a, m);
            }
        }
    }
}
