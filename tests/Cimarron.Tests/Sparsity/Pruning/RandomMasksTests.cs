using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;

namespace Cimarron.Tests.Sparsity.Pruning;

public sealed class RandomMasksTests
{
    [Fact]
    public void A_mask_keeps_the_stated_number_of_blocks_and_of_slots()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var shape = new MatrixShape("w", 5 + (int)seed, 7, 2, 1, 1);
            var pattern = PatternLibrary.Parse("full(4,3)+2:4@0.75");
            var mask = RandomMasks.Draw(shape, pattern, seed, isComplete: true);
            var kept = 0L;
            for (var group = 0; group < 2; group++)
            {
                for (var block = 0; block < mask.BlockRows; block++)
                {
                    for (var column = 0; column < 7; column++)
                    {
                        kept += column % 3 == 0 && mask.KeepsBlock(group, block, column / 3) ? 1 : 0;
                        var rows = Math.Min(4, shape.Rows - block * 4);
                        Enumerable.Range(block * 4, rows).Count(r => mask.Keeps(group, r, column)).ShouldBe(mask.KeepsBlock(group, block, column / 3) ? Math.Min(2, rows) : 0);
                    }
                }
            }

            kept.ShouldBe(pattern.Full!.Kept(mask.Blocks));
        }
    }

    [Fact]
    public void Every_set_of_blocks_is_about_equally_likely()
    {
        var shape = new MatrixShape("w", 5, 1, 1, 1, 1);
        var pattern = PatternLibrary.Parse("full(1,1)@0.6");
        var counts = new Dictionary<int, int>();
        for (ulong seed = 0; seed < 10_000; seed++)
        {
            var mask = RandomMasks.Draw(shape, pattern, seed * 7919);
            var set = Enumerable.Range(0, 5).Sum(r => mask.KeepsBlock(0, r, 0) ? 1 << r : 0);
            counts[set] = counts.GetValueOrDefault(set) + 1;
        }

        counts.Count.ShouldBe(10, "5 over 2");
        counts.Values.Sum(c => (c - 1000.0) * (c - 1000.0) / 1000).ShouldBeLessThan(27.9, "chi-square with 9 degrees of freedom, one in a thousand");
    }

    [Fact]
    public void A_larger_ratio_keeps_some_of_the_same_blocks()
    {
        var shape = new MatrixShape("w", 200, 30, 1, 1, 1);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var (few, many) = (RandomMasks.Draw(shape, PatternLibrary.Parse("full(3,2)@0.9"), seed), RandomMasks.Draw(shape, PatternLibrary.Parse("full(3,2)@0.4"), seed));
            for (var block = 0; block < few.BlockRows * few.BlockColumns; block++)
            {
                var (row, column) = (block / few.BlockColumns, block % few.BlockColumns);
                (!few.KeepsBlock(0, row, column) || many.KeepsBlock(0, row, column)).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_mask()
    {
        var shape = new MatrixShape("w", 100, 20, 1, 1, 1);
        var pattern = PatternLibrary.Parse("full(4,2)@0.5");
        string Drawn(ulong seed)
        {
            var mask = RandomMasks.Draw(shape, pattern, seed);
            return string.Concat(Enumerable.Range(0, 25).SelectMany(r => Enumerable.Range(0, 10).Select(c => mask.KeepsBlock(0, r, c) ? '1' : '0')));
        }

        Drawn(3).ShouldBe(Drawn(3));
        Drawn(3).ShouldNotBe(Drawn(4));
    }
}
