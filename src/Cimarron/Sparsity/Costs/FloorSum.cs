using System.Numerics;

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
        n < 1 << 30 && b / m < 1 << 30 ? Sum(n, m, a, b) : Sum<Int128>(n, m, a, b); // below, no sum exceeds n·(n + b/m) < 2⁶¹

    private static T Sum<T>(T n, T m, T a, T b)
        where T : struct, IBinaryInteger<T>
    {
        var sum = T.Zero;
        while (true)
        {
            checked
            {
                if (a >= m)
                {
                    sum += (n * (n - T.One) >> 1) * (a / m);
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
