using Cimarron.Sparsity.Patterns;

namespace Cimarron.Tests.Sparsity.Patterns;

public sealed class PatternReaderTests
{
    [Fact]
    public void A_file_states_every_part()
    {
        var pattern = Read("""
            kind: pattern
            name: mine
            description: two of four in fixed places, inside of large blocks
            full: { rows: 32, columns: all, ratio: 0.25 }
            intra: { rows: 4, kept: 2, masks: ["1100", "0011"] }
            first: intra
            compression: rows
            flattening: RSC
            """).Pattern;
        pattern.ShouldBe(new FlexBlock
        {
            Name = "mine",
            Full = new FullBlock(BlockExtent.Of(32), BlockExtent.All, 0.25),
            Intra = new IntraBlock(4, 2) { Masks = [0b0011, 0b1100] },
            IsIntraFirst = true,
            Flattening = "RSC",
        });
        pattern.Intra!.IndexBits.ShouldBe(1);
    }

    [Theory]
    [InlineData("name: x\nfull: { rows: 1, columns: 4 }", "CIM0905", "kind")]
    [InlineData("kind: pattern\nname: x", "CIM0905", "full")]
    [InlineData("kind: pattern\nname: x\nfull: { rows: 0, columns: 4 }", "CIM0905", "full.rows")]
    [InlineData("kind: pattern\nname: x\nfull: { rows: 1, columns: channel }", "CIM0905", "full.columns")]
    [InlineData("kind: pattern\nname: x\nfull: { rows: 1, columns: 4, ratio: 1 }", "CIM0309", "full.ratio")]
    [InlineData("kind: pattern\nname: x\nfull: { rows: 1, columns: 4, ration: 0.5 }", "CIM0305", "full.ration")]
    [InlineData("kind: pattern\nname: x\nintra: { rows: 33, kept: 1 }", "CIM0309", "intra.rows")]
    [InlineData("kind: pattern\nname: x\nintra: { rows: 4, kept: 5 }", "CIM0309", "intra.kept")]
    [InlineData("kind: pattern\nname: x\nintra: { rows: 4, kept: 2, masks: [\"1110\"] }", "CIM0905", "intra.masks")]
    [InlineData("kind: pattern\nname: x\nintra: { rows: 4, kept: 2, masks: [\"1100\", \"1100\"] }", "CIM0905", "intra.masks")]
    [InlineData("kind: pattern\nname: x\nintra: { rows: 4, kept: 2, masks: [] }", "CIM0307", "intra.masks")]
    [InlineData("kind: pattern\nname: x\nintra: { rows: 4, kept: 2 }\nflattening: CCS", "CIM0311", "flattening")]
    [InlineData("kind: pattern\nname: x\nintra: 7", "CIM0307", "intra")]
    public void What_is_wrong_is_named(string yaml, string code, string field)
    {
        var diagnostics = Should.Throw<DiagnosticException>(() => Read(yaml)).Diagnostics;
        diagnostics.ShouldContain(d => d.Code == code && d.Field == field && d.File == "mine.yaml" && d.Hint != null, string.Join('\n', diagnostics));
    }

    private static PatternFamily Read(string yaml) => PatternReader.Read(yaml.ReplaceLineEndings("\n"), "mine.yaml");
}
