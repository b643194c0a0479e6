using System.Collections.Immutable;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;
using Cimarron.Sparsity.Simulation;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>Layers small enough to be walked with pencil and paper.</summary>
public sealed class SparseSimulatorTests
{
    private static readonly SparseMapping Plain = new();

    [Fact]
    public void A_dense_layer_in_two_steps()
    {
        var cost = Run(DenseMask(4, 3, vectors: 2), TwoBits());

        // ld 10 and 6 (80 and 48 bits at 8), cp 8 and 8, wb 1 and 1: 10 + max(8, 6) + max(8, 1) + 1.
        (cost.Cycles, cost.Steps, cost.Copies).ShouldBe((27, 2, 1));
        (cost.LoadCycles, cost.ComputeCycles, cost.WriteBackCycles).ShouldBe((16, 16, 2));
        (cost.KeptWeights, cost.StoredWeights, cost.CapacityWeights, cost.ExtraAccumulations).ShouldBe((12, 12, 16, 0));
        (cost.IndexLoadBits, cost.IndexStorageBits, cost.KeepsPartialSums).ShouldBe((0, 0, true));
        cost.Counts.ShouldBe(new SparseCounts(
        [
            (SparseUnit.ArrayActivation, 16), (SparseUnit.InputBit, 32), (SparseUnit.AdderTree, 32), (SparseUnit.ShiftAdd, 32), (SparseUnit.Accumulation, 12 + 6),
            (SparseUnit.PostProcessing, 6), (SparseUnit.ArrayWrite, 96), (SparseUnit.GlobalBufferRead, 128), (SparseUnit.GlobalBufferWrite, 12),
            (SparseUnit.InputBufferWrite, 32), (SparseUnit.InputBufferRead, 32), (SparseUnit.WeightBufferWrite, 96), (SparseUnit.WeightBufferRead, 96),
            (SparseUnit.OutputBufferWrite, 96), (SparseUnit.OutputBufferRead, 96), (SparseUnit.FifoWrite, 96), (SparseUnit.FifoRead, 96),
        ]));
    }

    [Fact]
    public void Without_a_second_buffer_everything_follows_in_turn() =>
        Run(DenseMask(4, 3, vectors: 2), TwoBits() with { IsDoubleBuffered = false }).Cycles.ShouldBe(10 + 8 + 1 + 6 + 8 + 1);

    [Fact]
    public void Writing_rows_can_take_longer_than_the_bus()
    {
        var cost = Run(DenseMask(4, 3, vectors: 2), TwoBits() with { RowWriteCycles = 5 });

        cost.LoadCycles.ShouldBe(20 + 20);
        cost.Cycles.ShouldBe(20 + 20 + 8 + 1);
    }

    [Fact]
    public void Partial_sums_that_do_not_fit_travel()
    {
        var chip = WalkedChip.Create(rows: 4, subarrayRows: 4, columns: 1) with { ActivationBits = 2, LoadBitsPerCycle = 8, StoreBitsPerCycle = 8, OutputBufferBits = 47 };
        var cost = Run(DenseMask(8, 1, vectors: 3), chip);

        // 3 vectors · 16 bits out after the first step (6 cycles) and in before the second (56 + 48 bits: 13 cycles).
        cost.KeepsPartialSums.ShouldBeFalse();
        cost.Cycles.ShouldBe(7 + 13 + 6 + 1);
        (cost.Counts[SparseUnit.GlobalBufferRead], cost.Counts[SparseUnit.GlobalBufferWrite]).ShouldBe((56 + 104, 48 + 6));
        (cost.Counts[SparseUnit.OutputBufferWrite], cost.Counts[SparseUnit.OutputBufferRead]).ShouldBe((96 + 48, 48 + 96));
        Run(DenseMask(8, 1, vectors: 3), chip with { OutputBufferBits = 48 }).KeepsPartialSums.ShouldBeTrue();
    }

    [Fact]
    public void Zero_bits_are_skipped_by_error_diffusion()
    {
        var cost = SparseSimulator.Run(DenseMask(4, 1, vectors: 4), WalkedChip.Create(4, 2, 1), Plain, [new BitShare(2, 3)]);

        // 2 row groups · 4 vectors, of which ⌊8 · 2/3⌋ = 5 are skipped.
        cost.ComputeCycles.ShouldBe(3);
        (cost.Counts[SparseUnit.ArrayActivation], cost.Counts[SparseUnit.ZeroDetection], cost.Counts[SparseUnit.Accumulation]).ShouldBe((3, 8, 8 + 4));
    }

    [Fact]
    public void The_pairs_that_skip_are_those_of_the_rule()
    {
        // Of 3 pairs with 2/3 the second and third skip; what executes is the row group of 2 rows, not the one of 1.
        var cost = SparseSimulator.Run(DenseMask(5, 1, vectors: 1), WalkedChip.Create(6, 2, 1), Plain, [new BitShare(2, 3)]);

        (cost.Counts[SparseUnit.ArrayActivation], cost.Counts[SparseUnit.InputBit]).ShouldBe((1, 2));
    }

    [Fact]
    public void A_chip_that_does_not_detect_zeros_skips_none()
    {
        var chip = WalkedChip.Create(4, 2, 1);

        SparseSimulator.Run(DenseMask(4, 1, 4), chip with { DetectsZeros = false }, Plain, [new BitShare(2, 3)]).ShouldBe(Run(DenseMask(4, 1, 4), chip));
    }

    [Fact]
    public void Copies_share_the_vectors()
    {
        var cost = SparseSimulator.Run(DenseMask(4, 1, vectors: 5), WalkedChip.Create(4, 2, 1, 2, 2), new SparseMapping { Strategy = DuplicationStrategy.Duplicate });

        // 2, 1, 1 and 1 vectors of 2 row groups.
        (cost.Copies, cost.ComputeCycles).ShouldBe((4, 4));
        (cost.Counts[SparseUnit.ArrayWrite], cost.Counts[SparseUnit.WeightBufferWrite], cost.Counts[SparseUnit.WeightBufferRead]).ShouldBe((128, 32, 128));
        cost.Counts[SparseUnit.ArrayActivation].ShouldBe(10);
    }

    [Fact]
    public void Blocks_packed_upward_leave_ragged_strips()
    {
        var mask = FullMask(4, 4, BlockExtent.Of(1), BlockExtent.Of(2), Compression.Rows, 0b_01_01_10_01);
        var chip = WalkedChip.Create(2, 2, 2, 1, 2) with { StoreBitsPerCycle = 2 };
        var cost = Run(mask, chip);

        // Strip 0 keeps rows 0, 2, 3 and strip 1 row 1: the second step has only the third row of strip 0.
        (cost.Steps, cost.Copies).ShouldBe((2, 1));
        (cost.LoadCycles, cost.Cycles).ShouldBe((15 + 5, 15 + 5 + 1 + 1));
        cost.Counts[SparseUnit.GlobalBufferRead].ShouldBe(48 + 9 + 3 + 16 + 3 + 1);
        (cost.IndexLoadBits, cost.IndexStorageBits, cost.ExtraAccumulations, cost.Counts[SparseUnit.IndexDecode]).ShouldBe((12, 12, 0, 4));
        (cost.KeptWeights, cost.StoredWeights, cost.CapacityWeights).ShouldBe((8, 8, 16));
    }

    [Fact]
    public void Blocks_packed_leftward_sum_for_other_outputs()
    {
        var mask = FullMask(4, 4, BlockExtent.Of(2), BlockExtent.Of(1), Compression.Columns, 0b_0100_1011);
        var cost = Run(mask, WalkedChip.Create(4, 2, 2));

        // Columns 0 and 1 of the upper band over column 2 of the lower one; column 3 alone in the second step.
        (cost.Steps, cost.LoadCycles, cost.ComputeCycles, cost.WriteBackCycles).ShouldBe((2, 16 + 6, 2 + 1, 3 + 1));
        (cost.Cycles, cost.ExtraAccumulations, cost.IndexStorageBits).ShouldBe((16 + 6 + 3 + 1, 1, 12));
        cost.Counts[SparseUnit.Accumulation].ShouldBe(2 + 1 + 1 + 4);
    }

    [Fact]
    public void Bands_lower_than_a_row_group_take_one_each()
    {
        var mask = FullMask(4, 1, BlockExtent.Of(2), BlockExtent.Of(1), Compression.Columns, 0b_11);
        var cost = Run(mask, WalkedChip.Create(4, 4, 1));

        // A row group holds 2 rows instead of 4, so the layer takes two activations.
        (cost.Steps, cost.ComputeCycles, cost.Counts[SparseUnit.InputBit], cost.ExtraAccumulations).ShouldBe((1, 2, 4, 1));
    }

    [Fact]
    public void Slots_of_intra_blocks_take_inputs_from_all_their_rows()
    {
        var pattern = new FlexBlock { Name = "2:4", Intra = new IntraBlock(4, 2) };
        var mask = new LayerMask(new MatrixShape("layer", 6, 1, 1, 1, 1), pattern, null, null);
        var cost = Run(mask, WalkedChip.Create(6, 3, 1) with { ActivationBits = 2 });

        // Blocks of 4 and 2 rows have two slots each; row groups hold 3 slots (both blocks) and 1 (the second block).
        cost.Counts[SparseUnit.GlobalBufferRead].ShouldBe(32 + 2 * 3 + 2 * (6 + 2));
        (cost.Counts[SparseUnit.Mux], cost.Counts[SparseUnit.InputBit], cost.Counts[SparseUnit.InputBufferRead]).ShouldBe((2 * 3 * 3 + 2 * 3, 16, 16));
        (cost.Counts[SparseUnit.IndexDecode], cost.Counts[SparseUnit.IndexMemoryWrite], cost.Counts[SparseUnit.IndexMemoryRead]).ShouldBe((3, 6, 6 + 9));
        (cost.KeptWeights, cost.StoredWeights, cost.IndexStorageBits).ShouldBe((4, 4, 6));
    }

    [Fact]
    public void Of_one_mask_nothing_is_selected()
    {
        var pattern = new FlexBlock { Name = "1:4", Intra = new IntraBlock(4, 1) { Masks = [0b0100u] } };
        var cost = Run(new LayerMask(new MatrixShape("layer", 8, 2, 1, 1, 1), pattern, null, null), WalkedChip.Create(4, 2, 2));

        (cost.Counts[SparseUnit.Mux], cost.IndexStorageBits, cost.Counts[SparseUnit.IndexMemoryRead], cost.Counts[SparseUnit.IndexDecode]).ShouldBe((0, 0, 0, 4));
    }

    [Fact]
    public void Remainders_are_sliced_into_common_macros()
    {
        var cost = SparseSimulator.Run(DenseMask(2, 3, vectors: 2), WalkedChip.Create(3, 1, 1), new SparseMapping { Rearranges = true });

        // Three remainders of 2 row groups in two macros of 3: the third one is cut in halves.
        (cost.Steps, cost.ExtraAccumulations, cost.ComputeCycles).ShouldBe((2, 2, 12));
        (cost.Counts[SparseUnit.GlobalBufferRead], cost.Counts[SparseUnit.InputBufferWrite]).ShouldBe((2 * (24 + 4), 8));
        (cost.Counts[SparseUnit.Accumulation], cost.Counts[SparseUnit.OutputBufferRead]).ShouldBe((12 + 8, (8 - 6 + 6) * 16));
    }

    [Fact]
    public void Groups_have_inputs_of_their_own()
    {
        var cost = Run(DenseMask(2, 1, vectors: 3, groups: 4), WalkedChip.Create(2, 2, 1, 1, 4));

        (cost.Steps, cost.Copies, cost.ComputeCycles).ShouldBe((1, 1, 3));
        (cost.Counts[SparseUnit.GlobalBufferRead], cost.Counts[SparseUnit.GlobalBufferWrite], cost.Counts[SparseUnit.PostProcessing]).ShouldBe((4 * (16 + 6), 12, 12));
    }

    [Fact]
    public void What_is_stored_as_if_dense_costs_as_much()
    {
        var chip = WalkedChip.Create(4, 2, 2);
        var mask = FullMask(4, 4, BlockExtent.Of(1), BlockExtent.Of(1), Compression.None, 0b_0110_0000_0001_0100);

        Run(mask, chip).ShouldBe(Run(DenseMask(4, 4, 1), chip) with { KeptWeights = 4 });
    }

    [Fact]
    public void A_layer_without_kept_blocks_takes_no_time() =>
        Run(FullMask(4, 4, BlockExtent.Of(1), BlockExtent.All, Compression.Rows, 0), WalkedChip.Create(4, 2, 2)).ShouldBe(SparseLayerCost.Nothing);

    [Fact]
    public void Long_walks_are_refused()
    {
        var error = Should.Throw<DiagnosticException>(() => Run(DenseMask(4, 1, vectors: 200_000_000), WalkedChip.Create(4, 2, 1) with { LoadBitsPerCycle = 1L << 40, StoreBitsPerCycle = 1L << 40 }));

        error.Diagnostics[0].Code.ShouldBe("CIM0911");
    }

    [Theory]
    [InlineData(1, 3, Compression.Rows)]
    [InlineData(3, 1, Compression.Columns)]
    [InlineData(1, 1, Compression.Rows)]
    [InlineData(1, 1, Compression.Columns)]
    public void What_no_array_can_share_is_refused(int rows, int columns, Compression compression)
    {
        var mask = FullMask(4, 4, BlockExtent.Of(rows), BlockExtent.Of(columns), compression, 0b1);

        Should.Throw<DiagnosticException>(() => Run(mask, WalkedChip.Create(4, 2, 2))).Diagnostics[0].Code.ShouldBe("CIM0912");
    }

    [Theory]
    [InlineData(Compression.None)]
    [InlineData(Compression.Rows)]
    public void Intra_blocks_across_full_blocks_are_refused_however_they_are_stored(Compression compression)
    {
        var pattern = new FlexBlock { Name = "crossed", Full = new FullBlock(BlockExtent.Of(3), BlockExtent.All, 0.5), Intra = new IntraBlock(2, 1), Compression = compression };
        var mask = new LayerMask(new MatrixShape("layer", 6, 2, 1, 1, 1), pattern, [0b01], null);

        Should.Throw<DiagnosticException>(() => Run(mask, WalkedChip.Create(4, 2, 2))).Diagnostics[0].Code.ShouldBe("CIM0912");
    }

    [Fact]
    public void Narrow_runs_in_a_macro_of_their_own_deliver_less_than_their_column_tile_is_wide()
    {
        // One macro per band: 2 and 1 sums, where two macro tiles as wide as the column tile would deliver 4.
        var mask = FullMask(4, 2, BlockExtent.Of(2), BlockExtent.Of(1), Compression.Columns, 0b_01_11);

        Run(mask, WalkedChip.Create(2, 2, 2)).ExtraAccumulations.ShouldBe(-1);
    }

    [Fact]
    public void A_share_for_every_bit_is_needed() =>
        Should.Throw<ArgumentException>(() => SparseSimulator.Run(DenseMask(1, 1, 1), TwoBits(), Plain, [new BitShare(0, 1)]));

    [Fact]
    public void A_walk_can_be_cancelled() =>
        Should.Throw<OperationCanceledException>(() => SparseSimulator.Run(DenseMask(1, 1, 1), TwoBits(), Plain, null, new CancellationToken(canceled: true)));

    private static SparseLayerCost Run(LayerMask mask, SparseChip chip) => SparseSimulator.Run(mask, chip, Plain);

    private static SparseChip TwoBits() => WalkedChip.Create(rows: 4, subarrayRows: 2, columns: 2) with { ActivationBits = 2, LoadBitsPerCycle = 8, StoreBitsPerCycle = 8 };

    private static LayerMask DenseMask(int rows, int columns, long vectors, int groups = 1) =>
        new(new MatrixShape("layer", rows, columns, groups, vectors, 1), FlexBlock.Dense, null, null);

    private static LayerMask FullMask(int rows, int columns, BlockExtent blockRows, BlockExtent blockColumns, Compression compression, ulong kept) =>
        new(new MatrixShape("layer", rows, columns, 1, 1, 1), new FlexBlock { Name = "blocks", Full = new FullBlock(blockRows, blockColumns, 0.5), Compression = compression }, [kept], null);
}
