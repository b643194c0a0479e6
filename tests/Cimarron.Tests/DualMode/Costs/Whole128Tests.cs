using System.Numerics;
using Cimarron.DualMode.Costs;
using Shouldly;
using Xunit;

namespace Cimarron.Tests.DualMode.Costs;

public sealed class Whole128Tests
{
    [Fact]
    public void Sums_products_and_quotients_are_those_of_unlimited_numbers()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b, c, d) = (Number(random, 63), Number(random, 31), Number(random, 63), Number(random, 63));
            var divisor = Math.Max(1, Number(random, 63));

            var sum = (((Whole128)a * b) + c) + ((Whole128)d * b);
            var exact = ((BigInteger)a * b) + c + ((BigInteger)d * b);

            Check(Whole128.Ceiling(sum, divisor), exact, divisor);
            Check(Whole128.Ceiling(sum, ((Whole128)divisor * b) + 1), exact, ((BigInteger)divisor * b) + 1);
        }
    }

    private static void Check(double quotient, BigInteger a, BigInteger b)
    {
        var exact = (a + b - 1) / b;
        if (exact < 1L << 53)
        {
            quotient.ShouldBe((double)exact, $"{a} / {b}");
        }
        else
        {
            quotient.ShouldBe((double)exact, (double)exact * 3e-16, $"{a} / {b}");
        }
    }

    /// <summary>Of any length up to so many bits.</summary>
    private static long Number(Random random, int bits) => random.NextInt64() >> (64 - random.Next(1, bits + 1));
}
