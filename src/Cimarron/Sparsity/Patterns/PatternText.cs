using System.Globalization;
using System.Text.RegularExpressions;

namespace Cimarron.Sparsity.Patterns;

/// <summary>Patterns written in parts: <c>full(rows,columns)</c>, <c>intra(kept:rows)</c> or <c>kept:rows</c>, joined by <c>+</c>, whichever is first pruned first.</summary>
internal static partial class PatternText
{
    /// <summary>Reads a pattern; false when the text is no such thing.</summary>
    /// <exception cref="DiagnosticException">It is, but with sizes out of range or a part twice.</exception>
    public static bool TryParse(string text, out FlexBlock pattern)
    {
        pattern = new FlexBlock { Name = text };
        foreach (var part in text.Split('+', StringSplitOptions.TrimEntries))
        {
            if (FullPart().Match(part) is { Success: true } full)
            {
                var block = new FullBlock(Extent(full.Groups["rows"].Value, text), Extent(full.Groups["columns"].Value, text), 0.5);
                pattern = pattern.Full is null ? pattern with { Full = block, IsIntraFirst = pattern.Intra is not null } : throw Twice(text, "full");
            }
            else if (IntraPart().Match(part) is { Success: true } intra)
            {
                var block = new IntraBlock(Number(intra.Groups["rows"].Value, text), Number(intra.Groups["kept"].Value, text));
                pattern = pattern.Intra is null ? pattern with { Intra = Checked(block, text) } : throw Twice(text, "intra");
            }
            else
            {
                return false;
            }
        }

        var alongColumns = pattern is { Intra: null, Full: { Rows.Kind: ExtentKind.All, Columns.Kind: not ExtentKind.All } or { Rows: { Kind: ExtentKind.Count, Count: > 1 }, Columns: { Kind: ExtentKind.Count, Count: 1 } } };
        pattern = pattern with { Compression = alongColumns ? Compression.Columns : Compression.Rows };
        return true;
    }

    /// <summary>A side: a number, <c>all</c> or <c>channel</c>; null for anything else.</summary>
    public static BlockExtent? Extent(string text) => text switch
    {
        "all" => BlockExtent.All,
        "channel" => BlockExtent.Channel,
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1 << 20 ? BlockExtent.Of(count) : null,
    };

    private static BlockExtent Extent(string word, string text) => Extent(word) ?? throw Failure(text, $"expected a block size from 1 to {1 << 20}, all or channel, found '{word}'");

    private static int Number(string digits, string text) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Failure(text, $"expected a small number, found '{digits}'");

    private static IntraBlock Checked(IntraBlock block, string text) => block is { Rows: >= 1 and <= 32, Kept: >= 1 } && block.Kept <= block.Rows
        ? block
        : throw Failure(text, $"expected kept:rows with 1 ≤ kept ≤ rows ≤ 32, found {block.Kept}:{block.Rows}");

    private static DiagnosticException Twice(string text, string part) => Failure(text, $"'{part}' is given twice");

    private static DiagnosticException Failure(string text, string message) =>
        new(Diagnostic.Error("CIM0905", message, field: $"pattern '{(text.Length > 100 ? text[..100] : text)}'", hint: "for example full(2,16)+intra(1:2)"));

    [GeneratedRegex(@"^full\(\s*(?<rows>\w+)\s*,\s*(?<columns>\w+)\s*\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FullPart();

    [GeneratedRegex(@"^(intra\(\s*(?<kept>\d{1,9}):(?<rows>\d{1,9})\s*\)|(?<kept>\d{1,9}):(?<rows>\d{1,9}))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IntraPart();
}
