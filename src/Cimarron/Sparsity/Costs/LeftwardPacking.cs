using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Costs;

/// <summary>Compression along columns: every band of rows is a run, as wide as what it keeps.</summary>
internal static class LeftwardPacking
{
    /// <summary>Packs the kept blocks of every band leftward.</summary>
    /// <param name="mask">What is kept; legal along columns.</param>
    /// <param name="kept">Its blocks.</param>
    /// <param name="chip">The chip.</param>
    public static PackedLayer Pack(LayerMask mask, KeptBlocks kept, SparseChip chip)
    {
        var bands = mask.Shape.Groups * mask.BlockRows;
        var (rows, columns) = (new int[bands], new int[bands]);
        for (var band = 0; band < bands; band++)
        {
            (rows[band], columns[band]) = (kept.BandRows(band), kept.BandColumns(band));
        }

        // Bands never share a row group, so low ones leave rows of a sub-array unused.
        var groupRows = mask.BlockHeight < mask.Shape.Rows ? Math.Min(mask.BlockHeight, chip.SubarrayRows) : chip.SubarrayRows;
        var (tiles, runs) = Tiles(mask, rows, columns, groupRows, chip.WeightColumns);
        return new PackedLayer
        {
            Shape = mask.Shape,
            IsLeftward = true,
            GroupRows = groupRows,
            Capacity = chip.Rows / groupRows,
            GroupsPerRun = GroupsOf(mask.BlockHeight, groupRows),
            Tiles = tiles,
            TileRuns = runs,
            RunRows = rows,
            RunColumns = columns,
            Kept = kept,
            BlockPitch = mask.Pattern.Full is null ? 0 : mask.BlockWidth,
            BlockRows = mask.BlockRows,
            BlockWidth = mask.BlockWidth,
            BlockIndexBits = mask.Pattern.Full is null ? 0 : IntraBlock.BitsFor(mask.Blocks),
        };
    }

    private static (ColumnTile[] Tiles, int[] Runs) Tiles(LayerMask mask, int[] rows, int[] columns, int groupRows, int w)
    {
        var tiles = new List<ColumnTile>();
        var runs = new List<int>();
        for (var first = 0; first < rows.Length; first += mask.BlockRows)
        {
            var end = first + mask.BlockRows;
            var widest = Widest(columns.AsSpan(first..end));
            for (var column = 0; column < widest; column += w)
            {
                var (start, groups) = (runs.Count, 0);
                for (var band = first; band < end; band++)
                {
                    if (columns[band] > column)
                    {
                        runs.Add(band);
                        groups = checked(groups + GroupsOf(rows[band], groupRows));
                    }
                }

                tiles.Add(new ColumnTile(start, runs.Count - start, groups, column, Math.Min(w, widest - column)));
            }
        }

        return ([.. tiles], [.. runs]);
    }

    private static int Widest(ReadOnlySpan<int> columns)
    {
        var widest = 0;
        foreach (var c in columns)
        {
            widest = Math.Max(widest, c);
        }

        return widest;
    }

    private static int GroupsOf(int rows, int groupRows) => (int)(((long)rows + groupRows - 1) / groupRows);
}
