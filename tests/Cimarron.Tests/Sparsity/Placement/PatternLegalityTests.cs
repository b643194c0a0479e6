using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Tests.Sparsity.Placement;

public sealed class PatternLegalityTests
{
    private static readonly SparseChip Chip = SparseChipLibrary.Load("ciminus-4"); // 4 weight columns, sub-arrays of 32 rows
    private static readonly MatrixShape Shape = new("conv", 96, 64, 1, 49, 9);

    [Theory]
    [InlineData(1, 3, Compression.Rows, "along rows needs a block width that is a multiple of the 4 weight columns of an array, found 3")]
    [InlineData(24, 1, Compression.Columns, "along columns needs a block height that divides the 32 rows of a sub-array or is a multiple of them, found 24")]
    [InlineData(1, 1, Compression.Rows, "single weights cannot be packed, found compression along rows")]
    [InlineData(1, 1, Compression.Columns, "single weights cannot be packed, found compression along columns")]
    public void Blocks_must_fit_the_array(int rows, int columns, Compression compression, string message) => Refused(Blocks(rows, columns), compression, message);

    [Theory]
    [InlineData(1, 16, Compression.Rows)]
    [InlineData(1, 64, Compression.Rows)]
    [InlineData(5, 100, Compression.Rows)]
    [InlineData(16, 1, Compression.Columns)]
    [InlineData(64, 3, Compression.Columns)]
    [InlineData(100, 1, Compression.Columns)]
    [InlineData(1, 1, Compression.None)]
    [InlineData(7, 3, Compression.None)]
    public void Fitting_blocks_are_accepted(int rows, int columns, Compression compression) =>
        Should.NotThrow(() => PatternLegality.Check(Blocks(rows, columns), Shape, Chip, compression));

    [Fact]
    public void Every_named_pattern_suits_the_exploration_chip() =>
        PatternLibrary.Named.ShouldAllBe(p => Accepts(p.Pattern));

    [Fact]
    public void No_intra_block_lies_in_two_full_blocks() =>
        Refused(Blocks(6, 16) with { Intra = new IntraBlock(4, 2) }, Compression.Rows, "the height of a full block must be a multiple of the 4 rows of an intra block, found 6");

    [Fact]
    public void A_full_block_of_all_rows_may_end_in_a_short_intra_block() =>
        Should.NotThrow(() => PatternLegality.Check(Blocks(200, 16) with { Intra = new IntraBlock(5, 2) }, Shape, Chip, Compression.Rows));

    [Fact]
    public void A_choice_within_blocks_is_not_packed_leftward() =>
        Refused(new FlexBlock { Name = "2:4", Intra = new IntraBlock(4, 2) }, Compression.Columns, "compression along columns cannot follow a choice within blocks");

    [Theory]
    [InlineData("CR")]
    [InlineData("CRR")]
    [InlineData("crs")]
    public void The_flattening_is_a_permutation(string flattening) =>
        Refused(FlexBlock.Dense with { Flattening = flattening }, Compression.None, $"the flattening must be a permutation of C, R and S, found '{flattening}'");

    [Fact]
    public void Channels_lie_together_only_if_they_come_first()
    {
        var pattern = new FlexBlock { Name = "channel-wise", Full = new FullBlock(BlockExtent.Channel, BlockExtent.All, 0.5), Flattening = "RSC" };

        Refused(pattern, Compression.Rows, "blocks as high as a channel need rows ordered by channel first, found flattening 'RSC'");
        Should.NotThrow(() => PatternLegality.Check(pattern with { Flattening = "CSR" }, Shape, Chip, Compression.Rows));
    }

    [Fact]
    public void All_broken_rules_are_named() =>
        Should.Throw<DiagnosticException>(() => PatternLegality.Check(Blocks(6, 16) with { Intra = new IntraBlock(4, 2), Flattening = "X" }, Shape, Chip, Compression.Columns))
            .Diagnostics.Count.ShouldBe(4);

    private static bool Accepts(FlexBlock pattern)
    {
        PatternLegality.Check(pattern, Shape, Chip, pattern.Compression);
        return true;
    }

    private static FlexBlock Blocks(int rows, int columns) => new() { Name = "blocks", Full = new FullBlock(BlockExtent.Of(rows), BlockExtent.Of(columns), 0.5) };

    private static void Refused(FlexBlock pattern, Compression compression, string message)
    {
        var finding = Should.Throw<DiagnosticException>(() => PatternLegality.Check(pattern, Shape, Chip, compression)).Diagnostics.ShouldHaveSingleItem();

        finding.Code.ShouldBe("CIM0901");
        finding.Field.ShouldBe("conv");
        finding.Message.ShouldContain(message);
        finding.Hint.ShouldNotBeNullOrEmpty();
    }
}
