using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>
/// Removing more never takes longer, where the rules imply it: whole rows or channels packed upward and whole columns packed leftward, one group, placed
/// on the grid, without input sparsity. Not so for blocks that leave ragged strips or bands, for several groups or for rearranged remainders: what is
/// removed can move others into sets or bins where they load, compute or write back at a worse time.
/// </summary>
public sealed class RatioPropertyTests
{
    [Theory]
    [InlineData(1, Compression.Rows)]
    [InlineData(3, Compression.Rows)]
    [InlineData(1, Compression.Columns)]
    public void Removing_more_whole_rows_channels_or_columns_is_never_slower(int side, Compression compression)
    {
        var faster = 0;
        for (var seed = 0; seed < 600; seed++)
        {
            var drawn = RandomSparseCases.Legal(seed);
            var (shape, random) = (drawn.Mask.Shape with { Groups = 1 }, new Random(seed));
            var pattern = compression == Compression.Rows
                ? CostPropertyTests.Blocks(BlockExtent.Of(side), BlockExtent.All, compression)
                : CostPropertyTests.Blocks(BlockExtent.All, BlockExtent.Of(side), compression);
            var order = Enumerable.Range(0, ((compression == Compression.Rows ? shape.Rows : shape.Columns) + side - 1) / side).OrderBy(_ => random.Next()).ToArray();
            var mapping = drawn.Mapping with { Compression = null, Rearranges = false };
            SparseLayerCost? before = null;
            for (var kept = order.Length; kept > 0; kept--)
            {
                var stays = order[..kept].ToHashSet();
                var mask = CostPropertyTests.MaskOf(shape, pattern, (_, row, column) => stays.Contains((compression == Compression.Rows ? row : column) / side));
                var cost = SparseEvaluator.Evaluate(mask, drawn.Chip, mapping);
                cost.Cycles.ShouldBeLessThanOrEqualTo(before?.Cycles ?? long.MaxValue, $"{kept} kept of {drawn}");
                faster += before is not null && cost.Cycles < before.Cycles ? 1 : 0;
                before = cost;
            }
        }

        faster.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void In_common_macros_removing_a_row_can_be_slower()
    {
        // Three column tiles of 3 row groups take a macro of 4 each; of 2 row groups, two of them share one, which then computes longer.
        var chip = WalkedChip.Create(rows: 4, subarrayRows: 1, columns: 1, macroRows: 1, macroColumns: 3);
        var mapping = new SparseMapping { Rearranges = true, Strategy = DuplicationStrategy.Spatial };
        var cycles = new[] { 3, 2 }.Select(rows => SparseEvaluator.Evaluate(
            CostPropertyTests.MaskOf(new MatrixShape("layer", 3, 3, 1, 20, 1), CostPropertyTests.Blocks(BlockExtent.Of(1), BlockExtent.All, Compression.Rows), (_, row, _) => row < rows), chip, mapping).ComputeCycles);

        cycles.ShouldBe([3 * 20, 4 * 20]);
    }
}
