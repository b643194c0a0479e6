using System.Collections.Immutable;
using System.Numerics;
using Cimarron.Hardware.Reading;

namespace Cimarron.Sparsity.Patterns;

/// <summary>Reads patterns from YAML; docs/sparsity.md describes the keys.</summary>
internal static class PatternReader
{
    private const int MaxMasks = 65_536;

    private static readonly (string Word, Compression Value)[] Compressions = [("rows", Compression.Rows), ("columns", Compression.Columns), ("none", Compression.None)];

    private static readonly (string Word, bool Value)[] Firsts = [("full", false), ("intra", true)];

    private static readonly (string Word, string Value)[] Flattenings =
        [.. new[] { "CRS", "CSR", "RCS", "RSC", "SCR", "SRC" }.Select(f => (f, f))];

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="DiagnosticException">Carries every problem found.</exception>
    public static PatternFamily Read(string yaml, string file)
    {
        var problems = new Problems(file);
        var root = SourceParser.Parse(yaml, problems);
        problems.ThrowIfAny();
        var top = new Section(root!, "", problems);
        if (root!["kind"] is not SourceScalar { Text: "pattern" })
        {
            top.Report("CIM0905", "kind", "this is not a sparsity pattern", "write 'kind: pattern'");
        }

        _ = top.Text("kind", 20);
        var full = top.Sub("full", required: false) is { } f ? Full(f) : null;
        var intra = top.Sub("intra", required: false) is { } i ? Intra(i) : null;
        var pattern = new FlexBlock
        {
            Name = top.Name("name"),
            Full = full,
            Intra = intra,
            IsIntraFirst = top.Has("first") && top.Choice("first", Firsts),
            Compression = top.Has("compression") ? top.Choice("compression", Compressions) : Compression.Rows,
            Flattening = top.Has("flattening") ? top.Choice("flattening", Flattenings) : "CRS",
        };
        if (full is null && intra is null)
        {
            top.Report("CIM0905", "full", "expected 'full', 'intra' or both", "for example full: { rows: 2, columns: 16, ratio: 0.8 }");
        }

        var description = top.Text("description", 1000, required: false);
        top.RejectUnknownKeys();
        problems.ThrowIfAny();
        return new PatternFamily(pattern.Name, description.Length == 0 ? $"from {file}" : description, pattern);
    }

    private static FullBlock Full(Section section)
    {
        var block = new FullBlock(Extent(section, "rows"), Extent(section, "columns"), section.Has("ratio") ? section.Real("ratio", UnitFamily.Count, 0, 0.999999) : 0.5);
        if (block.Columns.Kind == ExtentKind.Channel)
        {
            section.Report("CIM0905", "columns", "expected a number or all, found 'channel'", "only rows can be those of a channel");
        }

        section.RejectUnknownKeys();
        return block;
    }

    private static BlockExtent Extent(Section section, string key)
    {
        var text = section.Text(key, 20);
        if (PatternText.Extent(text) is { } extent)
        {
            return extent;
        }

        section.Report("CIM0905", key, $"expected a number from 1 to {1 << 20}, all or channel, found '{text}'", "for example rows: 16");
        return BlockExtent.All;
    }

    private static IntraBlock Intra(Section section)
    {
        var rows = section.Count("rows", 1, 32);
        var kept = section.Count("kept", 1, rows);
        var masks = section.Has("masks") ? Masks(section, rows, kept) : [];
        section.RejectUnknownKeys();
        return new IntraBlock(rows, kept) { Masks = masks };
    }

    /// <summary>Masks as texts of 0 and 1, the first character for the first row.</summary>
    private static ImmutableArray<uint> Masks(Section section, int rows, int kept)
    {
        var texts = section.Texts("masks", MaxMasks);
        var masks = ImmutableArray.CreateBuilder<uint>(texts.Count);
        foreach (var text in texts)
        {
            var bits = Mask(text);
            if (text.Length != rows || bits is not { } mask || BitOperations.PopCount(mask) != kept)
            {
                section.Report("CIM0905", "masks", $"expected {rows} digits 0 or 1 with {kept} ones, found '{text}'", $"for example \"{new string('1', kept).PadRight(rows, '0')}\"");
            }
            else if (masks.Contains(mask))
            {
                section.Report("CIM0905", "masks", $"'{text}' is listed twice", "remove one of the two");
            }
            else
            {
                masks.Add(mask);
            }
        }

        return masks.ToImmutable();
    }

    private static uint? Mask(string text)
    {
        uint mask = 0;
        for (var i = 0; i < Math.Min(text.Length, 32); i++)
        {
            if (text[i] is not ('0' or '1'))
            {
                return null;
            }

            mask |= text[i] == '1' ? 1u << i : 0;
        }

        return mask;
    }
}
