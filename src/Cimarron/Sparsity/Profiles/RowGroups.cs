using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Profiles;

/// <summary>The rows of the matrix whose inputs enter an array together.</summary>
internal static class RowGroups
{
    /// <summary>Every row group of a layer once: its group and its source rows, in the pattern's order of rows.</summary>
    /// <param name="mask">What is kept.</param>
    /// <param name="compression">How it is packed.</param>
    /// <param name="height">Rows of a sub-array.</param>
    public static IEnumerable<(int Group, int[] Rows)> Of(LayerMask mask, Compression compression, int height)
    {
        for (var group = 0; group < mask.Shape.Groups; group++)
        {
            var lists = compression switch
            {
                Compression.Columns => Bands(mask, group).SelectMany(b => b.Chunk(height)),
                Compression.Rows => Strips(mask, group, height),
                _ => Enumerable.Range(0, mask.Shape.Rows).Chunk(height),
            };
            foreach (var rows in lists)
            {
                yield return (group, rows);
            }
        }
    }

    private static IEnumerable<int[]> Bands(LayerMask mask, int group) =>
        Enumerable.Range(0, mask.BlockRows)
            .Where(b => Enumerable.Range(0, mask.BlockColumns).Any(c => mask.KeepsBlock(group, b, c)))
            .Select(b => RowsOf(mask, b));

    private static IEnumerable<int[]> Strips(LayerMask mask, int group, int height)
    {
        for (var strip = 0; strip < mask.BlockColumns; strip++)
        {
            var column = strip;
            var kept = Enumerable.Range(0, mask.BlockRows).Where(b => mask.KeepsBlock(group, b, column)).SelectMany(b => RowsOf(mask, b)).ToArray();
            foreach (var rows in mask.Pattern.Intra is { } intra ? Sources(kept, intra, height) : kept.Chunk(height))
            {
                yield return rows;
            }
        }
    }

    /// <summary>With a choice within blocks, the slots of a row group take their inputs from all rows of the blocks it overlaps.</summary>
    private static IEnumerable<int[]> Sources(int[] kept, IntraBlock intra, int height)
    {
        var blocks = kept.GroupBy(r => r / intra.Rows).Select(g => g.ToArray()).ToArray();
        var slots = blocks.Length * intra.Kept;
        for (var start = 0; start < slots; start += height)
        {
            var (first, last) = (start / intra.Kept, (Math.Min(start + height, slots) - 1) / intra.Kept);
            yield return [.. blocks[first..(last + 1)].SelectMany(b => b)];
        }
    }

    private static int[] RowsOf(LayerMask mask, int blockRow)
    {
        var start = blockRow * mask.BlockHeight;
        return [.. Enumerable.Range(start, Math.Min(mask.BlockHeight, mask.Shape.Rows - start))];
    }
}
