using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Sparsity.Costs;

/// <summary>Places column tiles on the grid of macros: rows of macros split the reduction, columns of macros the outputs.</summary>
internal static class GridPlacer
{
    /// <summary>The steps of a layer with at least one tile.</summary>
    public static MacroPlacement Place(PackedLayer layer, SparseChip chip, DuplicationStrategy strategy)
    {
        var (tiles, capacity) = (layer.Tiles, layer.Capacity);
        var (rows, columns, copies) = Organisation(chip, strategy, MacroTiles(tiles, 0, tiles.Length, capacity), tiles.Length);
        var placement = new MacroPlacement(copies);
        for (var set = 0; set < tiles.Length; set += columns)
        {
            var end = Math.Min(tiles.Length, set + columns);
            var most = MacroTiles(tiles, set, end, capacity);
            for (var first = 0; first < most; first += rows)
            {
                for (var tile = set; tile < end; tile++)
                {
                    AddMacros(placement, tile, tiles[tile].RowGroups, first, rows, capacity);
                }

                placement.EndStep();
            }
        }

        return placement;
    }

    private static (int Rows, int Columns, int Copies) Organisation(SparseChip chip, DuplicationStrategy strategy, int mostMacroTiles, int tiles)
    {
        var (x, y) = (chip.MacroRows, chip.MacroColumns);
        if (strategy == DuplicationStrategy.Spatial)
        {
            return (x, y, 1);
        }

        var (rows, columns) = strategy == DuplicationStrategy.Duplicate ? (1, 1) : (Math.Min(x, mostMacroTiles), Math.Min(y, tiles));
        return (rows, columns, checked(x / rows * (y / columns)));
    }

    private static int MacroTiles(ColumnTile[] tiles, int first, int end, int capacity)
    {
        var most = 0;
        for (var tile = first; tile < end; tile++)
        {
            most = Math.Max(most, (tiles[tile].RowGroups - 1) / capacity + 1);
        }

        return most;
    }

    /// <summary>Macro tiles <paramref name="first"/> … of a column tile, as many as there are rows of macros.</summary>
    private static void AddMacros(MacroPlacement placement, int tile, int rowGroups, int first, int rows, int capacity)
    {
        for (var k = 0; k < rows && (long)(first + k) * capacity < rowGroups; k++)
        {
            var start = (first + k) * capacity;
            placement.AddMacro(new TilePiece(tile, start, Math.Min(capacity, rowGroups - start)));
        }
    }
}
