using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Costs;

/// <summary>Compression along rows, and dense layers: every strip of columns is a run.</summary>
internal static class UpwardPacking
{
    /// <summary>Packs the kept blocks of every strip upward.</summary>
    /// <param name="mask">What is kept; legal along rows.</param>
    /// <param name="kept">Its blocks.</param>
    /// <param name="chip">The chip.</param>
    public static PackedLayer Pack(LayerMask mask, KeptBlocks kept, SparseChip chip)
    {
        var intra = mask.Pattern.Intra;
        var pitch = PhysicalRows(mask.BlockHeight, intra);
        var rows = StripRows(mask, kept);
        var (tiles, runs) = Tiles(mask, rows, chip);
        var hasShortBlocks = intra is not null && mask.Shape.Rows % intra.Rows != 0;
        return new PackedLayer
        {
            Shape = mask.Shape,
            IsLeftward = false,
            GroupRows = chip.SubarrayRows,
            Capacity = chip.Rows / chip.SubarrayRows,
            GroupsPerRun = int.MaxValue,
            Tiles = tiles,
            TileRuns = runs,
            RunRows = rows,
            RunColumns = [],
            Kept = kept,
            BlockPitch = mask.Pattern.Full is null ? 0 : pitch,
            BlockRows = mask.BlockRows,
            BlockWidth = mask.BlockWidth,
            BlockIndexBits = mask.Pattern.Full is null ? 0 : IntraBlock.BitsFor(mask.Blocks),
            Intra = intra,
            EndsShort = hasShortBlocks ? kept.KeepsLastOfStrip : new bool[rows.Length],
        };
    }

    /// <summary>ρ of every strip: group · block columns + block column.</summary>
    public static int[] StripRows(LayerMask mask, KeptBlocks kept)
    {
        var pitch = PhysicalRows(mask.BlockHeight, mask.Pattern.Intra);
        var clipped = pitch - PhysicalRows(mask.Shape.Rows - (mask.BlockRows - 1) * mask.BlockHeight, mask.Pattern.Intra);
        var rows = new int[kept.PerStrip.Length];
        for (var strip = 0; strip < rows.Length; strip++)
        {
            rows[strip] = checked(kept.PerStrip[strip] * pitch - (kept.KeepsLastOfStrip[strip] ? clipped : 0));
        }

        return rows;
    }

    private static (ColumnTile[] Tiles, int[] Runs) Tiles(LayerMask mask, int[] rows, SparseChip chip)
    {
        var tiles = new List<ColumnTile>();
        var runs = new List<int>();
        var (strips, w) = (mask.BlockColumns, chip.WeightColumns);
        for (var strip = 0; strip < rows.Length; strip++)
        {
            var width = strip % strips == strips - 1 ? mask.Shape.Columns - (strips - 1) * mask.BlockWidth : mask.BlockWidth;
            var groups = (int)(((long)rows[strip] + chip.SubarrayRows - 1) / chip.SubarrayRows);
            for (var column = 0; column < width && groups > 0; column += w)
            {
                tiles.Add(new ColumnTile(runs.Count, 1, groups, column, Math.Min(w, width - column)));
                runs.Add(strip);
            }
        }

        return ([.. tiles], [.. runs]);
    }

    /// <summary>Physical rows of a kept block.</summary>
    /// <param name="height">Its height, ≥ 1.</param>
    /// <param name="intra">The choice within; null for none.</param>
    public static int PhysicalRows(int height, IntraBlock? intra) =>
        intra is null ? height : checked(intra.BlocksIn(height) * intra.Kept);
}
