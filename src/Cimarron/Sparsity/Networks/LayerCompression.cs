using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Workloads;

namespace Cimarron.Sparsity.Networks;

/// <summary>How a mask becomes the bounds of a smaller matrix: docs/sparse-links.md.</summary>
internal static class LayerCompression
{
    /// <summary>Compresses an operator.</summary>
    /// <param name="node">A matrix operator.</param>
    /// <param name="mask">What is kept; null for a dense operator.</param>
    /// <param name="array">The arrays.</param>
    /// <exception cref="DiagnosticException">CIM0901: the pattern cannot be packed.</exception>
    public static CompressedLayer Of(NetworkNode node, LayerMask? mask, ArrayGeometry array)
    {
        var layer = node.Layer!;
        var weights = checked((long)layer.C * layer.R * layer.S * layer.K * layer.G);
        if (mask is null || mask.Pattern.IsDense)
        {
            return new CompressedLayer(node, layer, null, weights, weights, node.HasDynamicWeight ? "dense: produced at run time" : mask is null ? "dense: not pruned" : "");
        }

        var pattern = mask.Pattern;
        Check(pattern, mask.Shape, array);
        var kept = new KeptBlocks(mask);
        var counts = new KeptWeights(mask, kept);
        if (pattern.Compression == Compression.None)
        {
            return new CompressedLayer(node, layer, null, weights, counts.Count, "zeros are stored");
        }

        var packing = pattern.Compression == Compression.Rows ? AlongRows(mask, kept, counts) : AlongColumns(mask, kept, counts);
        return new CompressedLayer(node, Compressed(layer, packing, pattern.Compression), packing, weights, counts.Count, counts.Count == 0 ? "nothing is kept; one row or column of blocks is stored all the same" : "");
    }

    private static void Check(FlexBlock pattern, MatrixShape shape, ArrayGeometry array)
    {
        PatternLegality.Check(pattern, shape, array, pattern.Compression);
        var height = new BlockGrid(shape, pattern).Height;
        if (pattern.Compression == Compression.Columns && height < shape.Rows)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0901", $"pattern '{pattern.Name}': compression along columns leaves a smaller matrix only if blocks are as high as the matrix ({shape.Rows} rows), found {height}", field: shape.Name,
                hint: "use column-wise, or a pattern that is packed along rows; `cimarron sparse` knows bands of rows"));
        }
    }

    /// <summary>Strips are padded to the longest; one row of blocks stays of a layer without any, whose results are still needed.</summary>
    private static WeightPacking AlongRows(LayerMask mask, KeptBlocks kept, KeptWeights counts)
    {
        var rows = UpwardPacking.StripRows(mask, kept).Max();
        var (stored, moved) = rows > 0 ? (rows, MovedRows(mask, kept)) : (UpwardPacking.PhysicalRows(mask.BlockHeight, mask.Pattern.Intra), mask.BlockHeight);
        return new WeightPacking(stored, mask.Shape.Columns, mask.BlockWidth, moved, counts.IndexBits);
    }

    private static WeightPacking AlongColumns(LayerMask mask, KeptBlocks kept, KeptWeights counts)
    {
        var columns = Enumerable.Range(0, mask.Shape.Groups).Max(kept.BandColumns);
        return new WeightPacking(mask.Shape.Rows, columns > 0 ? columns : mask.BlockWidth, mask.Shape.Columns, mask.Shape.Rows, counts.IndexBits);
    }

    /// <summary>Rows of the bands that keep a block, in the group with the most.</summary>
    private static int MovedRows(LayerMask mask, KeptBlocks kept)
    {
        var most = 0;
        for (var group = 0; group < mask.Shape.Groups; group++)
        {
            var bands = Enumerable.Range(group * mask.BlockRows, mask.BlockRows);
            most = Math.Max(most, bands.Where(b => kept.BandStarts[b + 1] > kept.BandStarts[b]).Sum(kept.BandRows));
        }

        return most;
    }

    /// <summary>A convolution keeps its kernel, so stored rows are rounded up to whole channels.</summary>
    private static Layer Compressed(Layer layer, WeightPacking packing, Compression compression)
    {
        var kernel = layer.R * layer.S;
        var bounds = compression == Compression.Rows ? layer with { C = (packing.Rows + kernel - 1) / kernel } : layer with { K = packing.Columns };
        var weights = checked((long)bounds.C * kernel * bounds.K * bounds.G);
        return bounds with { WeightIndexBits = checked((int)((packing.IndexBits + weights - 1) / weights)) };
    }
}
