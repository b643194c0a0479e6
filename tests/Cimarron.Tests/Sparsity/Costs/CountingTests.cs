using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Tests.Sparsity.Costs;

/// <summary>The parts that count without looking at everything, against counting everything.</summary>
public sealed class CountingTests
{
    [Fact]
    public void A_floor_sum_is_the_sum()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            long m = random.Next(1, 50), n = random.Next(0, 40), a = random.Next((int)m), b = random.Next(500);
            FloorSum.Of(n, m, a, b).ShouldBe(Enumerable.Range(0, (int)n).Sum(k => (a * k + b) / m), $"{n} {m} {a} {b}");
        }
    }

    [Fact]
    public void A_floor_sum_beyond_long_is_exact() =>
        FloorSum.Of(1L << 40, 4, 2, 1).ShouldBe((Int128)(1L << 39) * ((1L << 39) - 1), "⌊(2k + 1)/4⌋ = ⌊k/2⌋");

    [Fact]
    public void Skipped_pairs_are_those_of_the_rule()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var total = random.Next(1, 30);
            BitShare[] shares = [new(random.Next(total + 1), total), new(random.Next(8), 7)];
            var (vectors, copies, groups) = (random.Next(1, 20), random.Next(1, 6), random.Next(1, 7));
            var pairs = new SkippedPairs(shares, vectors, copies, 7);
            var skips = new long[groups];
            for (var copy = 0; copy < copies; copy++)
            {
                var own = vectors / copies + (copy < vectors % copies ? 1 : 0);
                for (long k = 0; k < (long)own * groups; k++)
                {
                    skips[k % groups] += shares.Count(s => (k + 1) * s.Zero / s.Total > k * s.Zero / s.Total);
                }
            }

            for (var g = 0; g < groups; g++)
            {
                pairs.Of(groups, g, groups).ShouldBe(skips[g..].Sum());
            }
        }
    }

    [Fact]
    public void A_union_of_intervals_holds_every_number_once()
    {
        var random = new Random(3);
        var union = new IntervalUnion();
        for (var i = 0; i < 200; i++)
        {
            union.Clear();
            var numbers = new HashSet<(int, int)>();
            for (var k = random.Next(40); k > 0; k--)
            {
                var (key, start, length) = (random.Next(3), random.Next(30), random.Next(1, 5));
                union.Add(key, start, start + length);
                numbers.UnionWith(Enumerable.Range(start, length).Select(n => (key, n)));
            }

            union.Merge();
            Enumerable.Range(0, union.Count).Sum(k => union[k].End - union[k].Start).ShouldBe(numbers.Count);
            Enumerable.Range(0, union.Count).All(k => numbers.Contains((union[k].Key, union[k].Start)) && !numbers.Contains((union[k].Key, union[k].End))).ShouldBeTrue();
        }
    }

    [Fact]
    public void Bins_hold_every_item_and_are_as_few_as_possible()
    {
        var random = new Random(4);
        for (var i = 0; i < 200; i++)
        {
            var capacity = random.Next(2, 9);
            var items = Enumerable.Range(0, random.Next(1, 20)).Select(t => new TilePiece(t, 10, random.Next(1, capacity))).OrderByDescending(t => t.Count).ToArray();
            var bins = new RemainderBins(capacity, items.Sum(t => t.Count));
            foreach (var item in items)
            {
                bins.Put(item);
            }

            bins.Bins.Count.ShouldBe((items.Sum(t => t.Count) + capacity - 1) / capacity);
            bins.Bins.ShouldAllBe(b => b.Sum(p => p.Count) <= capacity && b.Select(p => p.Tile).Distinct().Count() == b.Count);
            foreach (var item in items)
            {
                var next = item.First;
                foreach (var slice in bins.Bins.SelectMany(b => b).Where(p => p.Tile == item.Tile).OrderBy(p => p.First))
                {
                    slice.First.ShouldBe(next);
                    next += slice.Count;
                }

                next.ShouldBe(item.First + item.Count);
            }
        }
    }

    [Fact]
    public void An_item_goes_to_the_fullest_bin_with_room()
    {
        // 4 and 3 open bins, 2 fits only the second, 1 fits the first: 10 row groups in two bins of 5.
        var bins = new RemainderBins(5, 10);
        foreach (var (tile, count) in new[] { (0, 4), (1, 3), (2, 2), (3, 1) })
        {
            bins.Put(new TilePiece(tile, 0, count));
        }

        bins.Bins.Select(b => b.Select(p => p.Tile)).ShouldBe([[0, 3], [1, 2]]);
    }
}
