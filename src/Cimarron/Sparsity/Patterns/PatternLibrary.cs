using System.Collections.Immutable;

namespace Cimarron.Sparsity.Patterns;

/// <summary>Patterns by name, text or file.</summary>
public static class PatternLibrary
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>The ratio of a named pattern that states none.</summary>
    private const double AnyRatio = 0.5;

    /// <summary>Patterns that have a name; sizes of blocks suit 32 × 32 sub-arrays.</summary>
    public static ImmutableArray<PatternFamily> Named { get; } =
    [
        Full("row-wise", "whole rows of the matrix", BlockExtent.Of(1), BlockExtent.All),
        Full("row-block", "blocks of 1 × 16", BlockExtent.Of(1), BlockExtent.Of(16)),
        Full("column-wise", "whole columns: output channels", BlockExtent.All, BlockExtent.Of(1), Compression.Columns),
        Full("column-block", "blocks of 16 × 1", BlockExtent.Of(16), BlockExtent.Of(1), Compression.Columns),
        Full("channel-wise", "all rows of an input channel", BlockExtent.Channel, BlockExtent.All),
        Full("block", "blocks of 32 × 32", BlockExtent.Of(32), BlockExtent.Of(32)),
        new("n:m", "n of every 8 weights of a column; also 1:2, 2:4, 4:8, …", new FlexBlock { Name = "4:8", Intra = new IntraBlock(8, 4) }) { ChoosesKept = true },
        new("hybrid", "1:2 within kept blocks of 2 × 16", new FlexBlock { Name = "hybrid", Full = new FullBlock(BlockExtent.Of(2), BlockExtent.Of(16), 0), Intra = new IntraBlock(2, 1) }),
        Full("unstructured", "single weights anywhere; rigid arrays cannot use it", BlockExtent.Of(1), BlockExtent.Of(1), Compression.None),
    ];

    /// <summary>Finds a pattern.</summary>
    /// <param name="text">A name of <see cref="Named"/>, <c>dense</c>, a choice such as <c>2:4</c>, parts such as <c>full(2,16)+intra(1:2)</c>, or the path of a YAML file.</param>
    /// <exception cref="DiagnosticException">There is no such pattern, or its description is wrong.</exception>
    public static PatternFamily Find(string text)
    {
        var named = Named.FirstOrDefault(p => string.Equals(p.Name, text, StringComparison.OrdinalIgnoreCase));
        if (named is not null)
        {
            return named;
        }

        if (string.Equals(text, "dense", StringComparison.OrdinalIgnoreCase))
        {
            return new PatternFamily("dense", "every weight", FlexBlock.Dense);
        }

        if (PatternText.TryParse(text, out var parsed))
        {
            return new PatternFamily(text, "given in parts", parsed);
        }

        if (!File.Exists(text) && !Directory.Exists(text))
        {
            var hint = Suggestion.Nearest(text, Named.Select(p => p.Name)) is { } near
                ? $"did you mean '{near}'?"
                : $"one of {string.Join(", ", Named.Select(p => p.Name))}, a choice such as 2:4, parts such as full(2,16)+intra(1:2), or a YAML file";
            throw new DiagnosticException(Diagnostic.Error("CIM0904", "no such pattern and no such file", field: $"pattern '{(text.Length > 100 ? text[..100] : text)}'", hint: hint));
        }

        return PatternReader.Read(InputFile.ReadText(text, "pattern file", "CIM0904", MaxFileBytes), text);
    }

    /// <summary>A pattern with its ratio: <c>row-block@0.8</c>, <c>2:4</c>, or a file that states one.</summary>
    /// <param name="text">As for <see cref="Find"/>, with <c>@ratio</c> behind it where the ratio is open.</param>
    /// <exception cref="DiagnosticException">As for <see cref="Find"/> and <see cref="PatternFamily.At"/>.</exception>
    public static FlexBlock Parse(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0)
        {
            return Find(text).Pattern;
        }

        return double.TryParse(text.AsSpan(at + 1), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var ratio)
            ? Find(text[..at]).At(ratio)
            : throw new DiagnosticException(Diagnostic.Error("CIM0903", $"expected a ratio after '@', found '{text[(at + 1)..]}'", field: $"pattern '{text}'", hint: "for example row-block@0.8"));
    }

    private static PatternFamily Full(string name, string description, BlockExtent rows, BlockExtent columns, Compression compression = Compression.Rows) =>
        new(name, description, new FlexBlock { Name = name, Full = new FullBlock(rows, columns, AnyRatio), Compression = compression });
}
