using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Tests.Sparsity.Costs;

/// <summary>Dense layers, counted by hand from docs/sparse-rules.md.</summary>
public sealed class DenseLayerTests
{
    [Fact]
    public void A_dense_layer_costs_what_a_count_by_hand_gives()
    {
        // 5 × 3 weights: row groups of 2, 2, 1 rows; tiles of 2 and 1 columns; a macro holds two row groups, so 4 steps.
        var cost = SparseEvaluator.Evaluate(TinyLayers.Dense(TinyLayers.Shape(5, 3)), TinyLayers.Chip, TinyLayers.Spatial);

        cost.ShouldBe(new SparseLayerCost
        {
            Cycles = 4 + 12 + 6 + 12 + 6 + 1,
            Steps = 4,
            Copies = 1,
            LoadCycles = 4 + 1 + 4 + 1, // 56, 14, 40 and 10 bits; the third waits for its 4 rows
            ComputeCycles = 12 + 6 + 12 + 6,
            WriteBackCycles = 2 + 1,
            ExtraAccumulations = 0,
            KeptWeights = 15,
            StoredWeights = 15,
            CapacityWeights = 32,
            Counts = TinyLayers.Counts(
                (SparseUnit.ArrayActivation, 36), (SparseUnit.InputBit, 60), (SparseUnit.AdderTree, 72), (SparseUnit.ShiftAdd, 72), (SparseUnit.Accumulation, 3 * (9 + 6)),
                (SparseUnit.PostProcessing, 9), (SparseUnit.ArrayWrite, 60), (SparseUnit.GlobalBufferRead, 120), (SparseUnit.GlobalBufferWrite, 18),
                (SparseUnit.InputBufferRead, 60), (SparseUnit.InputBufferWrite, 60), (SparseUnit.WeightBufferRead, 60), (SparseUnit.WeightBufferWrite, 60),
                (SparseUnit.OutputBufferRead, 144), (SparseUnit.OutputBufferWrite, 144), (SparseUnit.FifoRead, 144), (SparseUnit.FifoWrite, 144)),
        });
    }

    [Fact]
    public void Without_double_buffers_everything_follows_one_another() =>
        SparseEvaluator.Evaluate(TinyLayers.Dense(TinyLayers.Shape(5, 3)), TinyLayers.Chip with { IsDoubleBuffered = false }, TinyLayers.Spatial).Cycles.ShouldBe(10 + 36 + 3);

    [Fact]
    public void Partial_sums_that_do_not_fit_travel()
    {
        // Two outputs of 3 vectors and 8 bits are alive: 48 bits.
        var mask = TinyLayers.Dense(TinyLayers.Shape(5, 3));
        var kept = SparseEvaluator.Evaluate(mask, TinyLayers.Chip with { OutputBufferBits = 48 }, TinyLayers.Spatial);
        var spilled = SparseEvaluator.Evaluate(mask, TinyLayers.Chip with { OutputBufferBits = 47, IsDoubleBuffered = false }, TinyLayers.Spatial);

        kept.KeepsPartialSums.ShouldBeTrue();
        spilled.KeepsPartialSums.ShouldBeFalse();
        spilled.LoadCycles.ShouldBe(4 + 4 + 4 + 3);
        spilled.WriteBackCycles.ShouldBe(6 + 2 + 3 + 1);
        spilled.Cycles.ShouldBe(15 + 36 + 12);
        spilled.Counts[SparseUnit.GlobalBufferRead].ShouldBe(120 + 72);
        spilled.Counts[SparseUnit.GlobalBufferWrite].ShouldBe(18 + 72);
        spilled.Counts[SparseUnit.OutputBufferWrite].ShouldBe(144 + 72);
        spilled.Counts[SparseUnit.OutputBufferRead].ShouldBe(144 - 3 * 24 + 6 * 24);
    }

    [Fact]
    public void Groups_are_column_tiles_of_their_own()
    {
        // A depthwise layer: three groups of 2 × 1, two macros side by side.
        var cost = SparseEvaluator.Evaluate(TinyLayers.Dense(TinyLayers.Shape(2, 1, groups: 3)), TinyLayers.Chip with { MacroColumns = 2 }, new SparseMapping());

        cost.Steps.ShouldBe(2);
        cost.Copies.ShouldBe(1);
        cost.LoadCycles.ShouldBe(3 + 2); // (16 + 24) and (8 + 12) bits
        cost.ComputeCycles.ShouldBe(6 + 6);
        cost.WriteBackCycles.ShouldBe(2 + 1);
        cost.Cycles.ShouldBe(3 + 6 + 6 + 1);
        cost.Counts[SparseUnit.PostProcessing].ShouldBe(9);
        cost.CapacityWeights.ShouldBe(2 * 2 * 8);
    }

    [Theory]
    [InlineData(DuplicationStrategy.Spatial, false, 1, 12, 1)]
    [InlineData(DuplicationStrategy.Duplicate, false, 4, 4, 4)]
    [InlineData(DuplicationStrategy.Both, false, 4, 4, 4)]
    [InlineData(DuplicationStrategy.Both, true, 4, 4, 4)]
    public void Copies_divide_the_vectors(DuplicationStrategy strategy, bool rearranges, int copies, long compute, long written)
    {
        // One row group and 6 vectors on 2 × 2 macros: the first two of four copies have 2 vectors.
        var mask = TinyLayers.Dense(TinyLayers.Shape(2, 2, vectors: 6));
        var cost = SparseEvaluator.Evaluate(mask, TinyLayers.Chip with { MacroRows = 2, MacroColumns = 2 }, new SparseMapping { Strategy = strategy, Rearranges = rearranges });

        cost.Copies.ShouldBe(copies);
        cost.ComputeCycles.ShouldBe(compute);
        cost.Counts[SparseUnit.ArrayActivation].ShouldBe(12);
        cost.Counts[SparseUnit.ArrayWrite].ShouldBe(16 * written);
        cost.Counts[SparseUnit.WeightBufferRead].ShouldBe(16 * written);
        cost.Counts[SparseUnit.WeightBufferWrite].ShouldBe(16);
    }

    [Fact]
    public void Rearranged_tiles_of_one_strip_share_their_inputs()
    {
        // Two tiles of one row group each lie in one macro and take the same two rows of the input.
        var cost = SparseEvaluator.Evaluate(TinyLayers.Dense(TinyLayers.Shape(2, 4)), TinyLayers.Chip, TinyLayers.Spatial with { Rearranges = true });

        cost.Steps.ShouldBe(1);
        cost.Counts[SparseUnit.InputBufferWrite].ShouldBe(12);
        cost.Counts[SparseUnit.InputBufferRead].ShouldBe(24);
        cost.Counts[SparseUnit.GlobalBufferRead].ShouldBe(2 * 4 * 4 + 12);
        cost.ExtraAccumulations.ShouldBe(0);
    }

    [Fact]
    public void Counts_beyond_long_are_refused() =>
        Should.Throw<DiagnosticException>(() => SparseEvaluator.Evaluate(TinyLayers.Dense(TinyLayers.Shape(5, 3, vectors: long.MaxValue / 4)), TinyLayers.Chip, TinyLayers.Spatial))
            .Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0902");
}
