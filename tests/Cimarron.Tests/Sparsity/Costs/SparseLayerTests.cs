using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Tests.Sparsity.Costs;

/// <summary>Layers with patterns, counted by hand from docs/sparse-rules.md.</summary>
public sealed class SparseLayerTests
{
    [Fact]
    public void Row_blocks_are_packed_upward()
    {
        // Strips keep 2 + 1, 2 and no rows; two macros side by side hold a tile each.
        var mask = TinyLayers.Drawn(TinyLayers.Shape(5, 5), TinyLayers.Blocks(2, 2), "#..", ".#.", "#..");
        var cost = SparseEvaluator.Evaluate(mask, TinyLayers.Chip with { MacroColumns = 2 }, TinyLayers.Spatial);

        cost.ShouldBe(new SparseLayerCost
        {
            Cycles = 6 + 12 + 3,
            Steps = 1,
            Copies = 1,
            LoadCycles = 6, // 40 bits of weights, 12 of indices, 30 of inputs
            ComputeCycles = 12,
            WriteBackCycles = 3,
            IndexStorageBits = 3 * 4,
            IndexLoadBits = 3 * 4,
            KeptWeights = 10,
            StoredWeights = 10,
            CapacityWeights = 16,
            Counts = TinyLayers.Counts(
                (SparseUnit.ArrayActivation, 18), (SparseUnit.InputBit, 30), (SparseUnit.AdderTree, 36), (SparseUnit.ShiftAdd, 36), (SparseUnit.Accumulation, 3 * (6 + 4)),
                (SparseUnit.IndexDecode, 3), (SparseUnit.PostProcessing, 15), (SparseUnit.ArrayWrite, 40), (SparseUnit.GlobalBufferRead, 82), (SparseUnit.GlobalBufferWrite, 24),
                (SparseUnit.InputBufferRead, 30), (SparseUnit.InputBufferWrite, 30), (SparseUnit.WeightBufferRead, 40), (SparseUnit.WeightBufferWrite, 40),
                (SparseUnit.OutputBufferRead, 96), (SparseUnit.OutputBufferWrite, 96), (SparseUnit.FifoRead, 96), (SparseUnit.FifoWrite, 96),
                (SparseUnit.IndexMemoryRead, 12), (SparseUnit.IndexMemoryWrite, 12)),
        });
    }

    [Fact]
    public void Column_blocks_are_packed_leftward_and_their_bands_summed_apart()
    {
        // The bands keep 3 and 1 of 4 columns: tile 0 has both bands, tile 1 the rest of the first.
        var mask = TinyLayers.Drawn(TinyLayers.Shape(4, 4), TinyLayers.Blocks(2, 1, Compression.Columns), "#.##", ".#..");
        var cost = SparseEvaluator.Evaluate(mask, TinyLayers.Chip, TinyLayers.Spatial);

        cost.Steps.ShouldBe(2);
        cost.LoadCycles.ShouldBe(4 + 2); // (24 + 9 + 24) and (8 + 3 + 12) bits
        cost.ComputeCycles.ShouldBe(12 + 6);
        cost.WriteBackCycles.ShouldBe(3 + 1); // outputs 0, 1, 2, then 3
        cost.Cycles.ShouldBe(4 + 12 + 6 + 1);
        cost.ExtraAccumulations.ShouldBe(3 * (2 + 1 + 1 - 2 - 1));
        cost.Counts[SparseUnit.Accumulation].ShouldBe(3 * (4 + 4));
        cost.Counts[SparseUnit.IndexDecode].ShouldBe(4);
        cost.Counts[SparseUnit.IndexMemoryWrite].ShouldBe(4 * 3);
        cost.KeptWeights.ShouldBe(8);
        cost.StoredWeights.ShouldBe(8);
        cost.IndexStorageBits.ShouldBe(4 * 3);
    }

    [Fact]
    public void An_output_of_two_column_tiles_lives_until_the_last()
    {
        // Column 3 is in the first tile of band 1 and in the second tile of band 0.
        var mask = TinyLayers.Drawn(TinyLayers.Shape(4, 4), TinyLayers.Blocks(2, 1, Compression.Columns), "#.##", "...#");
        var spilled = SparseEvaluator.Evaluate(mask, TinyLayers.Chip with { OutputBufferBits = 0 }, TinyLayers.Spatial);

        spilled.Counts[SparseUnit.GlobalBufferWrite].ShouldBe(3 * (2 * 2 + 8) + 3 * 2);
        spilled.Counts[SparseUnit.GlobalBufferRead].ShouldBe(57 + 23 + 24);
    }

    [Fact]
    public void Low_bands_leave_rows_of_a_sub_array_unused()
    {
        // Bands of one row: four row groups fit a macro of four rows.
        var mask = TinyLayers.Drawn(TinyLayers.Shape(4, 2), TinyLayers.Blocks(1, 2, Compression.Columns), "#", "#", ".", "#");
        var cost = SparseEvaluator.Evaluate(mask, TinyLayers.Chip, TinyLayers.Spatial);

        cost.Steps.ShouldBe(1);
        cost.ComputeCycles.ShouldBe(3 * 6);
        cost.Counts[SparseUnit.InputBit].ShouldBe(3 * 6);
        cost.ExtraAccumulations.ShouldBe(3 * (3 * 2 - 2));
    }

    [Fact]
    public void A_choice_within_blocks_takes_the_inputs_of_whole_blocks()
    {
        // 2:4 of 7 rows: blocks of 4 and 3 rows, two slots each, so two row groups; masks are numbered by 3 bits.
        var cost = SparseEvaluator.Evaluate(new(TinyLayers.Shape(7, 2), TinyLayers.Choice(4, 2), null, null), TinyLayers.Chip, TinyLayers.Spatial);

        cost.Cycles.ShouldBe(6 + 12 + 2); // 32 bits of weights, 12 of indices, 6 · 7 of inputs
        cost.Counts[SparseUnit.InputBit].ShouldBe(6 * 7);
        cost.Counts[SparseUnit.Mux].ShouldBe(6 * 8 * 3);
        cost.Counts[SparseUnit.IndexDecode].ShouldBe(3 * 4);
        cost.Counts[SparseUnit.IndexMemoryWrite].ShouldBe(12);
        cost.Counts[SparseUnit.IndexMemoryRead].ShouldBe(12 + 3 * 4 * 3);
        cost.IndexStorageBits.ShouldBe(12);
        cost.KeptWeights.ShouldBe(8);
        cost.StoredWeights.ShouldBe(8);
    }

    [Fact]
    public void A_choice_that_straddles_row_groups_is_read_twice()
    {
        // 3:4 of 7 rows: slots 0 1 | 2 3 | 4 5, blocks of three slots; the second block has 3 rows. Two macros one above the other.
        var cost = SparseEvaluator.Evaluate(new(TinyLayers.Shape(7, 2), TinyLayers.Choice(4, 3), null, null), TinyLayers.Chip with { MacroRows = 2 }, TinyLayers.Spatial);

        cost.Steps.ShouldBe(1);
        cost.Counts[SparseUnit.InputBit].ShouldBe(6 * (4 + 7 + 3));
        cost.Counts[SparseUnit.InputBufferWrite].ShouldBe(6 * (4 + 7 + 3));
        cost.Counts[SparseUnit.IndexDecode].ShouldBe(3 * 2 * (1 + 2 + 1));
        cost.Counts[SparseUnit.IndexMemoryWrite].ShouldBe(2 * (2 + 1) * 2);
        cost.IndexLoadBits.ShouldBe(2 * 2 * 2);
    }

    [Fact]
    public void A_single_mask_needs_neither_index_nor_selection()
    {
        var pattern = new FlexBlock { Name = "fixed", Intra = new IntraBlock(4, 2) { Masks = [0b0101] } };
        var cost = SparseEvaluator.Evaluate(new(TinyLayers.Shape(8, 2), pattern, null, null), TinyLayers.Chip, TinyLayers.Spatial);

        cost.Counts[SparseUnit.Mux].ShouldBe(0);
        cost.IndexStorageBits.ShouldBe(0);
        cost.Counts[SparseUnit.InputBit].ShouldBe(6 * 8);
    }

    [Fact]
    public void A_hybrid_packs_the_slots_of_kept_blocks()
    {
        // Full blocks of 4 × 2 with 1:2 inside: two slots of each of the two kept blocks.
        var pattern = TinyLayers.Blocks(4, 2) with { Intra = new IntraBlock(2, 1) };
        var cost = SparseEvaluator.Evaluate(TinyLayers.Drawn(TinyLayers.Shape(12, 2), pattern, "#", ".", "#"), TinyLayers.Chip, TinyLayers.Spatial);

        cost.StoredWeights.ShouldBe(4 * 2);
        cost.KeptWeights.ShouldBe(4 * 2);
        cost.Counts[SparseUnit.InputBit].ShouldBe(6 * 8);
        cost.IndexStorageBits.ShouldBe(2 * 2 + 8 * 1);
        cost.Counts[SparseUnit.IndexDecode].ShouldBe(2 + 3 * 8);
        cost.Counts[SparseUnit.IndexMemoryWrite].ShouldBe(2 * 2 + 8);
    }

    [Fact]
    public void Rearrangement_slices_an_item_that_fits_nowhere()
    {
        // Macros of four row groups; tiles of 3, 3 and 2: the last is cut into the two places left.
        var mask = TinyLayers.Drawn(TinyLayers.Shape(6, 6), TinyLayers.Blocks(2, 2), "###", "##.", "###");
        var chip = TinyLayers.Chip with { Rows = 8, MacroColumns = 2 };
        var cost = SparseEvaluator.Evaluate(mask, chip, TinyLayers.Spatial with { Rearranges = true });
        var grid = SparseEvaluator.Evaluate(mask, chip, TinyLayers.Spatial);

        grid.Steps.ShouldBe(2);
        grid.ExtraAccumulations.ShouldBe(0);
        cost.Steps.ShouldBe(1);
        cost.LoadCycles.ShouldBe(16); // 128 bits of weights, 32 of indices, 96 of inputs
        cost.ComputeCycles.ShouldBe(24);
        cost.Cycles.ShouldBe(16 + 24 + 5);
        cost.ExtraAccumulations.ShouldBe(3 * 2);
        cost.Counts[SparseUnit.IndexDecode].ShouldBe(8);
    }

    [Fact]
    public void Zero_bits_are_skipped_where_their_pairs_lie()
    {
        // Row groups of 2 and 1 rows, 3 vectors: of pairs 0 … 5 the third and the sixth skip bit 0, one of each row group.
        var mask = TinyLayers.Dense(TinyLayers.Shape(3, 2));
        var cost = SparseEvaluator.Evaluate(mask, TinyLayers.Chip, TinyLayers.Spatial, [new(1, 3), new(0, 1)]);

        cost.ComputeCycles.ShouldBe(4 + 6);
        cost.Counts[SparseUnit.ArrayActivation].ShouldBe(10);
        cost.Counts[SparseUnit.InputBit].ShouldBe(3 * 3 * 2 - 2 - 1);
        cost.Counts[SparseUnit.ZeroDetection].ShouldBe(12);
        cost.Counts[SparseUnit.InputBufferRead].ShouldBe(18);
        SparseEvaluator.Evaluate(mask, TinyLayers.Chip with { DetectsZeros = false }, TinyLayers.Spatial, [new(1, 3), new(0, 1)])
            .ShouldBe(SparseEvaluator.Evaluate(mask, TinyLayers.Chip, TinyLayers.Spatial));
    }

    [Fact]
    public void Shares_must_be_one_per_bit() =>
        Should.Throw<ArgumentException>(() => SparseEvaluator.Evaluate(TinyLayers.Dense(TinyLayers.Shape(3, 2)), TinyLayers.Chip, TinyLayers.Spatial, [new(1, 3)]));

    [Fact]
    public void A_pattern_that_is_not_packed_costs_what_dense_costs()
    {
        var shape = TinyLayers.Shape(5, 5);
        var mask = TinyLayers.Drawn(shape, TinyLayers.Blocks(2, 2), "#..", ".#.", "#..");
        var cost = SparseEvaluator.Evaluate(mask, TinyLayers.Chip, TinyLayers.Spatial with { Compression = Compression.None });

        cost.KeptWeights.ShouldBe(10);
        cost.ShouldBe(SparseEvaluator.Evaluate(TinyLayers.Dense(shape), TinyLayers.Chip, TinyLayers.Spatial) with { KeptWeights = 10 });
    }

    [Fact]
    public void A_layer_of_which_nothing_is_left_costs_nothing() =>
        SparseEvaluator.Evaluate(TinyLayers.Drawn(TinyLayers.Shape(2, 2), TinyLayers.Blocks(2, 2), "."), TinyLayers.Chip, TinyLayers.Spatial).ShouldBe(SparseLayerCost.Nothing);
}
