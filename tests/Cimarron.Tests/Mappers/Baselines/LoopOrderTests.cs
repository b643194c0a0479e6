using Cimarron.Mappers.Baselines;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers.Baselines;

public sealed class LoopOrderTests
{
    [Theory]
    [InlineData(1, "")]
    [InlineData(97, "97")]
    [InlineData(360, "5 3 3 2 2 2")]
    [InlineData(2147483647, "2147483647")]
    public void Prime_factors_come_largest_first(int value, string factors) => string.Join(' ', PrimeFactors.Of(value)).ShouldBe(factors);

    [Fact]
    public void The_least_pairs_merge_first_and_dimensions_never()
    {
        var loops = new[] { (Dim.P, 7), (Dim.P, 2), (Dim.P, 2), (Dim.P, 2), (Dim.C, 2), (Dim.C, 2), (Dim.K, 5) }.Select(l => new LoopFactor(l.Item1, l.Item2)).ToArray();

        Merged(6).ShouldBe("P7 P4 P2 C2 C2 K5");
        Merged(5).ShouldBe("P7 P4 P2 C4 K5");
        Merged(4).ShouldBe("P8 P7 C4 K5");
        Merged(1).ShouldBe("P56 C4 K5");

        string Merged(int limit) => string.Join(' ', PrimeFactors.Merge(loops, limit).Select(l => $"{l.Dim}{l.Size}"));
    }

    [Fact]
    public void Every_distinct_order_comes_once()
    {
        var items = new[] { (Dim.K, 2), (Dim.C, 3), (Dim.K, 2), (Dim.K, 4), (Dim.C, 3) }.Select(l => new LoopFactor(l.Item1, l.Item2));

        var orders = Permutations.Distinct(items).Select(o => string.Join(' ', o.Select(l => $"{l.Dim}{l.Size}"))).ToArray();

        // 5! / (2! 2!) = 30
        orders.Length.ShouldBe(30);
        orders.Distinct().Count().ShouldBe(30);
        Permutations.Distinct([]).Count().ShouldBe(1);
    }
}
