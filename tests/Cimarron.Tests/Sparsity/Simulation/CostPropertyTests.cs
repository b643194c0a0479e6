using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>What the rules imply for every layer and chip, asked of the closed form.</summary>
public sealed class CostPropertyTests
{
    private const int Cases = 400;

    [Fact]
    public void Input_sparsity_never_makes_a_layer_slower()
    {
        foreach (var drawn in Enumerable.Range(0, 2 * Cases).Select(s => RandomSparseCases.Legal(s)).Where(d => d.Skips is not null))
        {
            var (with, without) = (Evaluate(drawn), SparseEvaluator.Evaluate(drawn.Mask, drawn.Chip, drawn.Mapping));
            with.Cycles.ShouldBeLessThanOrEqualTo(without.Cycles, drawn.ToString());
            with.Counts[SparseUnit.ArrayActivation].ShouldBeLessThanOrEqualTo(without.Counts[SparseUnit.ArrayActivation], drawn.ToString());
        }
    }

    [Fact]
    public void More_macros_never_take_more_steps_if_they_merge_whole_sets()
    {
        foreach (var drawn in Enumerable.Range(1_000, Cases).Select(s => RandomSparseCases.Legal(s)))
        {
            var steps = Evaluate(drawn).Steps;
            var chip = drawn.Chip;
            foreach (var more in new[] { chip with { MacroRows = chip.MacroRows + 1 }, chip with { MacroColumns = chip.MacroColumns * 2 }, chip with { MacroColumns = chip.MacroColumns * 3 } })
            {
                Evaluate(drawn with { Chip = more }).Steps.ShouldBeLessThanOrEqualTo(steps, drawn.ToString());
            }

            if (drawn.Mapping.Rearranges)
            {
                Evaluate(drawn with { Chip = chip with { MacroColumns = chip.MacroColumns + 1 } }).Steps.ShouldBeLessThanOrEqualTo(steps, drawn.ToString());
            }
        }
    }

    [Fact]
    public void Another_column_of_macros_can_part_tall_column_tiles()
    {
        // Strips of 1, 1, 5, 5, 1, 1 rows: two side by side take 1 + 5 + 1 steps, three 5 + 5.
        ulong kept = 0;
        int[] heights = [1, 1, 5, 5, 1, 1];
        for (var row = 0; row < 5; row++)
        {
            for (var strip = 0; strip < 6; strip++)
            {
                kept |= row < heights[strip] ? 1UL << row * 6 + strip : 0;
            }
        }

        var mask = new LayerMask(new MatrixShape("layer", 5, 12, 1, 1, 1), Blocks(BlockExtent.Of(1), BlockExtent.Of(2), Compression.Rows), [kept], null);
        var steps = new[] { 2, 3 }.Select(columns => SparseEvaluator.Evaluate(mask, WalkedChip.Create(1, 1, 2, 1, columns), new SparseMapping()).Steps);

        steps.ShouldBe([7, 10]);
    }

    [Fact]
    public void An_unstructured_layer_costs_what_a_dense_one_does()
    {
        foreach (var drawn in Enumerable.Range(2_000, Cases).Select(s => RandomSparseCases.Legal(s)))
        {
            var asDense = drawn.Mapping with { Compression = Compression.None };
            var cost = SparseEvaluator.Evaluate(drawn.Mask, drawn.Chip, asDense, drawn.Skips);
            var dense = SparseEvaluator.Evaluate(DenseMask(drawn.Mask.Shape), drawn.Chip, asDense, drawn.Skips);

            cost.KeptWeights.ShouldBeLessThanOrEqualTo(dense.KeptWeights);
            CostDifference.First(cost with { KeptWeights = dense.KeptWeights }, dense).ShouldBeNull(drawn.ToString());
        }
    }

    [Theory]
    [InlineData(Compression.Rows)]
    [InlineData(Compression.Columns)]
    public void Whole_rows_or_columns_of_which_none_is_removed_cost_their_index_more(Compression compression)
    {
        foreach (var drawn in Enumerable.Range(3_000, Cases).Select(s => RandomSparseCases.Legal(s)))
        {
            var (shape, random) = (drawn.Mask.Shape, new Random(drawn.Seed));
            var pattern = compression == Compression.Rows
                ? Blocks(BlockExtent.Of(random.Next(1, shape.Rows + 1)), BlockExtent.All, compression)
                : Blocks(BlockExtent.All, BlockExtent.Of(random.Next(1, shape.Columns + 1)), compression);
            var mapping = drawn.Mapping with { Compression = null };
            var cost = SparseEvaluator.Evaluate(All(shape, pattern), drawn.Chip, mapping, drawn.Skips);
            var dense = SparseEvaluator.Evaluate(DenseMask(shape), drawn.Chip, mapping, drawn.Skips);

            cost.Cycles.ShouldBeInRange(dense.Cycles, dense.Cycles + cost.LoadCycles - dense.LoadCycles, drawn.ToString());
            cost.Counts[SparseUnit.GlobalBufferRead].ShouldBe(dense.Counts[SparseUnit.GlobalBufferRead] + cost.IndexLoadBits, drawn.ToString());
            CostDifference.First(WithoutIndex(cost, dense), dense).ShouldBeNull(drawn.ToString());
        }
    }

    [Fact]
    public void A_choice_of_all_elements_costs_only_the_decoder()
    {
        var checkedCases = 0;
        foreach (var drawn in Enumerable.Range(4_000, Cases).Select(s => RandomSparseCases.Legal(s)))
        {
            var rows = drawn.Mask.Shape.Rows;
            foreach (var m in Enumerable.Range(1, 32).Where(m => rows % m == 0 && drawn.Chip.SubarrayRows % m == 0))
            {
                var mapping = drawn.Mapping with { Compression = Compression.Rows };
                var pattern = new FlexBlock { Name = "all", Intra = new IntraBlock(m, m) };
                var cost = SparseEvaluator.Evaluate(new LayerMask(drawn.Mask.Shape, pattern, null, null), drawn.Chip, mapping, drawn.Skips);
                var dense = SparseEvaluator.Evaluate(DenseMask(drawn.Mask.Shape), drawn.Chip, mapping, drawn.Skips);

                cost.Counts[SparseUnit.IndexDecode].ShouldBeGreaterThan(0);
                var decodes = new SparseCounts([(SparseUnit.IndexDecode, cost.Counts[SparseUnit.IndexDecode])]);
                CostDifference.First(cost, dense with { Counts = dense.Counts + decodes }).ShouldBeNull(drawn.ToString());
                checkedCases++;
            }
        }

        checkedCases.ShouldBeGreaterThan(Cases);
    }

    [Fact]
    public void The_same_weights_in_coarser_blocks_never_need_more_index_bits()
    {
        var fewer = 0;
        foreach (var drawn in Enumerable.Range(5_000, 3 * Cases).Select(s => RandomSparseCases.Legal(s)).Where(d => d.Mask.Pattern is { Full: not null, Intra: null }))
        {
            if (Finer(drawn) is not { } finer)
            {
                continue;
            }

            var (coarse, fine) = (Evaluate(drawn), Evaluate(drawn with { Mask = finer }));
            coarse.StoredWeights.ShouldBe(fine.StoredWeights);
            coarse.IndexLoadBits.ShouldBeLessThanOrEqualTo(fine.IndexLoadBits, drawn.ToString());
            coarse.IndexStorageBits.ShouldBeLessThanOrEqualTo(fine.IndexStorageBits, drawn.ToString());
            coarse.Cycles.ShouldBeLessThanOrEqualTo(fine.Cycles, drawn.ToString());
            fewer += coarse.IndexLoadBits < fine.IndexLoadBits ? 1 : 0;
        }

        fewer.ShouldBeGreaterThan(Cases / 8);
    }

    /// <summary>The same weights described by blocks cut in single rows (packed upward) or columns (packed leftward); null if they are so already, would be single weights, or are stored as if dense.</summary>
    private static LayerMask? Finer(SparseCase drawn)
    {
        var (mask, shape, compression) = (drawn.Mask, drawn.Mask.Shape, drawn.Mapping.Compression ?? drawn.Mask.Pattern.Compression);
        if (compression == Compression.None || mask.BlockHeight == 1 || mask.BlockWidth == 1)
        {
            return null;
        }

        var full = compression == Compression.Rows
            ? new FullBlock(BlockExtent.Of(1), BlockExtent.Of(mask.BlockWidth), 0.5)
            : new FullBlock(BlockExtent.Of(mask.BlockHeight), BlockExtent.Of(1), 0.5);
        return MaskOf(shape, mask.Pattern with { Full = full }, (g, row, column) => mask.KeepsBlock(g, row / mask.BlockHeight, column / mask.BlockWidth));
    }

    /// <summary>A mask that keeps the blocks whose first element is kept.</summary>
    internal static LayerMask MaskOf(MatrixShape shape, FlexBlock pattern, Func<int, int, int, bool> keeps)
    {
        var (height, width) = (pattern.Full!.Rows.Resolve(shape.Rows, shape.ChannelRows), pattern.Full.Columns.Resolve(shape.Columns, shape.ChannelRows));
        var (rows, columns) = ((shape.Rows + height - 1) / height, (shape.Columns + width - 1) / width);
        var kept = new ulong[(shape.Groups * rows * columns + 63) / 64];
        for (var block = 0; block < shape.Groups * rows * columns; block++)
        {
            if (keeps(block / columns / rows, block / columns % rows * height, block % columns * width))
            {
                kept[block / 64] |= 1UL << block % 64;
            }
        }

        return new LayerMask(shape, pattern, kept, null);
    }

    internal static FlexBlock Blocks(BlockExtent rows, BlockExtent columns, Compression compression) =>
        new() { Name = "blocks", Full = new FullBlock(rows, columns, 0.5), Compression = compression };

    private static LayerMask All(MatrixShape shape, FlexBlock pattern) => MaskOf(shape, pattern, (_, _, _) => true);

    private static LayerMask DenseMask(MatrixShape shape) => new(shape, FlexBlock.Dense, null, null);

    private static SparseLayerCost WithoutIndex(SparseLayerCost cost, SparseLayerCost dense)
    {
        SparseUnit[] index = [SparseUnit.IndexDecode, SparseUnit.IndexMemoryRead, SparseUnit.IndexMemoryWrite, SparseUnit.GlobalBufferRead];
        return cost with
        {
            IndexLoadBits = 0,
            IndexStorageBits = 0,
            Cycles = dense.Cycles,
            LoadCycles = dense.LoadCycles,
            Counts = new SparseCounts(SparseCounts.Units.Select(u => (u, (index.Contains(u) ? dense : cost).Counts[u]))),
        };
    }

    private static SparseLayerCost Evaluate(SparseCase drawn) => SparseEvaluator.Evaluate(drawn.Mask, drawn.Chip, drawn.Mapping, drawn.Skips);
}
