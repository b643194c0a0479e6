using Cimarron.Sparsity.Patterns;

namespace Cimarron.Tests.Sparsity.Patterns;

public sealed class PatternLibraryTests
{
    [Fact]
    public void Every_named_pattern_is_found_with_any_case()
    {
        foreach (var family in PatternLibrary.Named)
        {
            PatternLibrary.Find(family.Name.ToUpperInvariant()).ShouldBe(family);
            family.HasOpenRatio.ShouldBeTrue(family.Name);
        }
    }

    [Theory]
    [InlineData("row-block", 0.8, 0.8)]
    [InlineData("hybrid", 0.8, 0.8)]
    [InlineData("hybrid", 0.5, 0.5)]
    [InlineData("n:m", 0.5, 0.5)]
    [InlineData("n:m", 0.6, 0.625)]
    [InlineData("n:m", 0.9, 0.875)]
    [InlineData("full(4,all)", 0.25, 0.25)]
    [InlineData("2:4", 0.5, 0.5)]
    public void A_ratio_is_reached_as_nearly_as_blocks_allow(string pattern, double asked, double reached) =>
        PatternLibrary.Find(pattern).At(asked).Ratio.ShouldBe(reached, 1e-12);

    [Fact]
    public void Full_blocks_remove_what_the_choice_within_blocks_leaves_over()
    {
        var hybrid = PatternLibrary.Parse("hybrid@0.8");
        hybrid.Full!.Ratio.ShouldBe(0.6, 1e-12);
        hybrid.Intra.ShouldBe(new IntraBlock(2, 1));
    }

    [Theory]
    [InlineData("hybrid@0.4")]
    [InlineData("row-block@1")]
    [InlineData("row-block@-0.1")]
    [InlineData("row-block@NaN")]
    [InlineData("row-block@x")]
    [InlineData("2:4@0.6")]
    public void Ratios_out_of_range_are_refused(string text) => Failure(() => PatternLibrary.Parse(text)).Code.ShouldBe("CIM0903");

    [Theory]
    [InlineData("row-blok", "did you mean 'row-block'?")]
    [InlineData("", "one of row-wise")]
    public void Unknown_patterns_are_named_with_a_hint(string text, string hint)
    {
        var diagnostic = Failure(() => PatternLibrary.Find(text));
        diagnostic.Code.ShouldBe("CIM0904");
        diagnostic.Hint!.ShouldContain(hint);
    }

    [Theory]
    [InlineData("full(0,4)")]
    [InlineData("full(4,x)")]
    [InlineData("full(99999999999,1)")]
    [InlineData("5:4")]
    [InlineData("0:4")]
    [InlineData("1:33")]
    [InlineData("full(1,4)+full(2,4)")]
    [InlineData("1:2+2:4")]
    public void Parts_out_of_range_are_refused(string text) => Failure(() => PatternLibrary.Find(text)).Code.ShouldBe("CIM0905");

    [Fact]
    public void Parts_say_what_is_pruned_first_and_how_it_is_packed()
    {
        var full = PatternLibrary.Parse("full(2,16)+intra(1:2)@0.75");
        (full.Full!.Rows, full.Full.Columns, full.Intra, full.IsIntraFirst, full.Compression).ShouldBe((BlockExtent.Of(2), BlockExtent.Of(16), new IntraBlock(2, 1), false, Compression.Rows));
        PatternLibrary.Parse("1:2 + full(channel, all)").IsIntraFirst.ShouldBeTrue();
        PatternLibrary.Parse("full(all,1)").Compression.ShouldBe(Compression.Columns);
        PatternLibrary.Parse("full(16,1)").Compression.ShouldBe(Compression.Columns);
        PatternLibrary.Parse("full(1,all)").Compression.ShouldBe(Compression.Rows);
        PatternLibrary.Parse("dense").IsDense.ShouldBeTrue();
    }

    [Fact]
    public void Kept_blocks_are_counted_in_decimal()
    {
        new FullBlock(BlockExtent.All, BlockExtent.All, 0.9).Kept(10).ShouldBe(1);
        new FullBlock(BlockExtent.All, BlockExtent.All, 0.7).Kept(10).ShouldBe(3);
        new FullBlock(BlockExtent.All, BlockExtent.All, 0.7).Kept(11).ShouldBe(3);
        new FullBlock(BlockExtent.All, BlockExtent.All, 0).Kept(7).ShouldBe(7);
    }

    [Theory]
    [InlineData(4, 2, 6, 3)]
    [InlineData(8, 4, 70, 7)]
    [InlineData(2, 1, 2, 1)]
    [InlineData(8, 1, 8, 3)]
    [InlineData(4, 4, 1, 0)]
    [InlineData(32, 1, 32, 5)]
    public void Indices_within_blocks_take_the_shorter_form(int rows, int kept, long masks, int bits)
    {
        var intra = new IntraBlock(rows, kept);
        (intra.MaskCount, intra.IndexBits).ShouldBe((masks, bits));
    }

    internal static Diagnostic Failure(Action action) => Should.Throw<DiagnosticException>(action).Diagnostics[0];
}
