using System.Globalization;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Placement;

/// <summary>Whether a pattern can be packed onto the arrays of a chip: docs/sparse-rules.md, sections 2 and 3.</summary>
public static class PatternLegality
{
    /// <summary>Returns if it can.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="shape">The matrices it is applied to.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="compression">How weights are packed.</param>
    /// <exception cref="DiagnosticException">CIM0901 for every rule that is broken.</exception>
    public static void Check(FlexBlock pattern, MatrixShape shape, SparseChip chip, Compression compression) => Check(pattern, shape, ArrayGeometry.Of(chip), compression);

    /// <summary>Returns if it can.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="shape">The matrices it is applied to.</param>
    /// <param name="array">The arrays.</param>
    /// <param name="compression">How weights are packed.</param>
    /// <exception cref="DiagnosticException">CIM0901 for every rule that is broken.</exception>
    public static void Check(FlexBlock pattern, MatrixShape shape, ArrayGeometry array, Compression compression)
    {
        var broken = new List<Diagnostic>();
        void Report(string message, string hint) => broken.Add(Diagnostic.Error("CIM0901", $"pattern '{pattern.Name}': {message}", field: shape.Name, hint: hint));
        CheckFlattening(pattern, Report);
        var grid = new BlockGrid(shape, pattern);
        var (height, width) = (grid.Height, grid.Width);
        if (pattern.Intra is { } intra && height < shape.Rows && height % intra.Rows != 0)
        {
            Report($"the height of a full block must be a multiple of the {intra.Rows} rows of an intra block, found {height}", "choose a height that no intra block crosses");
        }

        switch (compression)
        {
            case Compression.Rows:
                CheckRows(pattern, width, shape.Columns, array, Report);
                break;
            case Compression.Columns:
                CheckColumns(pattern, height, shape.Rows, array, Report);
                break;
        }

        if (broken.Count > 0)
        {
            throw new DiagnosticException(broken);
        }
    }

    private static void CheckFlattening(FlexBlock pattern, Action<string, string> report)
    {
        if (!string.Concat(pattern.Flattening.Order()).Equals("CRS", StringComparison.Ordinal))
        {
            report($"the flattening must be a permutation of C, R and S, found '{pattern.Flattening}'", "write for example CRS");
        }
        else if (pattern.Full?.Rows.Kind == ExtentKind.Channel && pattern.Flattening[0] != 'C')
        {
            report($"blocks as high as a channel need rows ordered by channel first, found flattening '{pattern.Flattening}'", "flatten as CRS or CSR");
        }
    }

    private static void CheckRows(FlexBlock pattern, int width, int columns, ArrayGeometry array, Action<string, string> report)
    {
        if (IsUnstructured(pattern))
        {
            report("single weights cannot be packed, found compression along rows", "compress with none: the zeros are stored");
        }
        else if (width < columns && width % array.WeightColumns != 0)
        {
            report($"compression along rows needs a block width that is a multiple of the {array.WeightColumns} weight columns of an array, found {width}", $"the columns of an array share their inputs; choose a width of {array.WeightColumns} or a multiple, or all, for example {Wider(pattern, array.WeightColumns)}");
        }
    }

    private static void CheckColumns(FlexBlock pattern, int height, int rows, ArrayGeometry array, Action<string, string> report)
    {
        if (pattern.Intra is not null)
        {
            report("compression along columns cannot follow a choice within blocks, found intra blocks", "compress along rows");
        }

        if (IsUnstructured(pattern))
        {
            report("single weights cannot be packed, found compression along columns", "compress with none: the zeros are stored");
        }
        else if (height < rows && array.Rows % height != 0 && height % array.Rows != 0)
        {
            report($"compression along columns needs a block height that divides the {array.Rows} rows of a sub-array or is a multiple of them, found {height}", "bands of rows never share a row group; choose such a height, or all");
        }
    }

    /// <summary>The pattern with blocks as wide as an array, as it can be typed.</summary>
    private static string Wider(FlexBlock pattern, int width)
    {
        var full = string.Create(CultureInfo.InvariantCulture, $"full({pattern.Full!.Rows},{width})");
        return pattern.Intra is not { } intra ? full : pattern.IsIntraFirst ? $"{intra.Kept}:{intra.Rows}+{full}" : $"{full}+{intra.Kept}:{intra.Rows}";
    }

    private static bool IsUnstructured(FlexBlock pattern) =>
        pattern.Full is { Rows: { Kind: ExtentKind.Count, Count: 1 }, Columns: { Kind: ExtentKind.Count, Count: 1 } };
}
