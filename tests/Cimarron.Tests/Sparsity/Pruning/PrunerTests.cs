using System.Numerics;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;

namespace Cimarron.Tests.Sparsity.Pruning;

public sealed class PrunerTests
{
    private static readonly string[] Patterns =
        ["row-wise", "row-block", "column-wise", "column-block", "channel-wise", "block", "unstructured", "full(2,3)", "full(3,2)", "full(all,all)"];

    [Fact]
    public void Kept_blocks_are_as_many_as_the_ratio_leaves()
    {
        foreach (var (weights, random) in Matrices(40))
        {
            foreach (var name in Patterns)
            {
                var mask = Pruner.Prune(weights, PatternLibrary.Find(name).At(Math.Round(random.NextDouble() * 0.99, 2)), PruneCriterion.L1);
                Blocks(mask).Count(b => mask.KeepsBlock(b.Group, b.Row, b.Column)).ShouldBe((int)mask.Pattern.Full!.Kept(mask.Blocks), $"{name} {weights.Shape}");
            }
        }
    }

    [Fact]
    public void A_mask_follows_its_pattern_exactly()
    {
        foreach (var (weights, random) in Matrices(60))
        {
            var intra = new IntraBlock(random.Next(1, 6), 1);
            intra = intra with { Kept = random.Next(1, intra.Rows + 1) };
            var full = new FullBlock(BlockExtent.Of(intra.Rows * random.Next(1, 4)), BlockExtent.Of(random.Next(1, 5)), Math.Round(random.NextDouble() * 0.99, 2));
            var mask = Pruner.Prune(weights, new FlexBlock { Name = "both", Full = full, Intra = intra, IsIntraFirst = random.Next(2) == 0 }, PruneCriterion.L2);
            foreach (var (group, row, column) in Cells(weights.Shape).Where(c => c.Row % intra.Rows == 0))
            {
                var rows = Math.Min(intra.Rows, weights.Shape.Rows - row);
                var kept = Enumerable.Range(row, rows).Count(r => mask.Keeps(group, r, column));
                kept.ShouldBe(mask.KeepsBlock(group, row / mask.BlockHeight, column / mask.BlockWidth) ? Math.Min(rows, intra.Kept) : 0);
            }
        }
    }

    [Theory]
    [InlineData(PruneCriterion.L1)]
    [InlineData(PruneCriterion.L2)]
    public void No_other_choice_of_as_many_blocks_loses_less(PruneCriterion criterion)
    {
        foreach (var (weights, random) in Matrices(40))
        {
            var full = new FullBlock(BlockExtent.Of(random.Next(2, 5)), BlockExtent.Of(random.Next(2, 5)), Math.Round(random.NextDouble() * 0.99, 2));
            var mask = Pruner.Prune(weights, new FlexBlock { Name = "full", Full = full }, criterion);
            if (mask.Blocks > 14)
            {
                continue;
            }

            var losses = Blocks(mask).Select(b => Cells(weights.Shape).Where(c => c.Group == b.Group && c.Row / mask.BlockHeight == b.Row && c.Column / mask.BlockWidth == b.Column)
                .Sum(c => Loss(weights[c.Group, c.Row, c.Column], criterion))).ToArray();
            var least = Enumerable.Range(0, 1 << losses.Length).Where(s => BitOperations.PopCount((uint)s) == losses.Length - full.Kept(losses.Length))
                .Min(s => losses.Where((_, i) => (s >> i & 1) != 0).Sum());
            Lost(weights, mask, criterion).ShouldBe(least, 1e-6);
        }
    }

    [Theory]
    [InlineData(PruneCriterion.L1)]
    [InlineData(PruneCriterion.L2)]
    public void No_other_mask_of_a_block_loses_less(PruneCriterion criterion)
    {
        foreach (var (weights, random) in Matrices(40))
        {
            var rows = random.Next(2, 7);
            var kept = random.Next(1, rows + 1);
            var every = Enumerable.Range(0, 1 << rows).Where(m => BitOperations.PopCount((uint)m) == kept).Select(m => (uint)m).ToArray();
            var some = random.Next(2) == 0 ? every : [.. every.Where(_ => random.Next(2) == 0).DefaultIfEmpty(every[0])];
            var intra = new IntraBlock(rows, kept) { Masks = some.Length == every.Length ? [] : [.. some] };
            var mask = Pruner.Prune(weights, new FlexBlock { Name = "intra", Intra = intra }, criterion);
            var least = Cells(weights.Shape).Where(c => c.Row % rows == 0).Sum(c => some.Min(m =>
                Enumerable.Range(c.Row, Math.Min(rows, weights.Shape.Rows - c.Row)).Where(r => (m >> (r - c.Row) & 1) == 0).Sum(r => Loss(weights[c.Group, r, c.Column], criterion))));
            Lost(weights, mask, criterion).ShouldBe(least, 1e-6);
        }
    }

    [Fact]
    public void Blocks_are_judged_by_what_an_earlier_choice_leaves()
    {
        // The first block is heavier as a whole (3 + 3 against 4 + 1), the second one after 1:2.
        var weights = new WeightMatrix(new MatrixShape("w", 4, 1, 1, 1, 1), [3, 3, 4, 1]);
        var pattern = new FlexBlock { Name = "both", Full = new FullBlock(BlockExtent.Of(2), BlockExtent.Of(1), 0.5), Intra = new IntraBlock(2, 1) };
        Pruner.Prune(weights, pattern, PruneCriterion.L1).KeepsBlock(0, 0, 0).ShouldBeTrue();
        Pruner.Prune(weights, pattern with { IsIntraFirst = true }, PruneCriterion.L1).KeepsBlock(0, 0, 0).ShouldBeFalse();
    }

    [Fact]
    public void Of_equal_blocks_the_first_go()
    {
        var weights = new WeightMatrix(new MatrixShape("w", 4, 1, 1, 1, 1), [1, 1, 1, 1]);
        var mask = Pruner.Prune(weights, PatternLibrary.Parse("full(1,1)@0.5"), PruneCriterion.L1);
        Enumerable.Range(0, 4).Select(r => mask.Keeps(0, r, 0)).ShouldBe([false, false, true, true]);
    }

    [Fact]
    public void The_selector_agrees_with_sorting()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var losses = Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(3) switch { 0 => 0.0, 1 => random.Next(5), _ => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)) }).ToArray();
            var removed = random.Next(losses.Length + 1);
            var expected = losses.Select((l, i) => (l, i)).OrderBy(p => p.l).ThenBy(p => p.i).Skip(removed).Select(p => p.i).Order();
            var bits = LeastSelector.Remaining(losses, removed);
            Enumerable.Range(0, losses.Length).Where(i => (bits[i >> 6] >> (i & 63) & 1) != 0).ShouldBe(expected);
        }
    }

    internal static IEnumerable<(WeightMatrix Weights, Random Random)> Matrices(int count)
    {
        var random = new Random(11);
        for (var i = 0; i < count; i++)
        {
            var shape = new MatrixShape("w", random.Next(1, 13), random.Next(1, 10), random.Next(1, 3), 1, random.Next(1, 4));
            yield return (new WeightMatrix(shape, [.. Enumerable.Range(0, (int)shape.Weights).Select(_ => (float)(random.NextDouble() - 0.5))]), random);
        }
    }

    private static IEnumerable<(int Group, int Row, int Column)> Cells(MatrixShape shape) =>
        from g in Enumerable.Range(0, shape.Groups)
        from r in Enumerable.Range(0, shape.Rows)
        from c in Enumerable.Range(0, shape.Columns)
        select (g, r, c);

    private static IEnumerable<(int Group, int Row, int Column)> Blocks(LayerMask mask) =>
        from g in Enumerable.Range(0, mask.Shape.Groups)
        from r in Enumerable.Range(0, mask.BlockRows)
        from c in Enumerable.Range(0, mask.BlockColumns)
        select (g, r, c);

    private static double Loss(double weight, PruneCriterion criterion) => criterion == PruneCriterion.L1 ? Math.Abs(weight) : weight * weight;

    private static double Lost(WeightMatrix weights, LayerMask mask, PruneCriterion criterion) =>
        Cells(weights.Shape).Where(c => !mask.Keeps(c.Group, c.Row, c.Column)).Sum(c => Loss(weights[c.Group, c.Row, c.Column], criterion));
}
