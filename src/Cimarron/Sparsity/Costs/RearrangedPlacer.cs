using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Sparsity.Costs;

/// <summary>Keeps full macro tiles and packs the remainders of column tiles into common ones.</summary>
internal static class RearrangedPlacer
{
    /// <summary>The steps of a layer with at least one tile.</summary>
    public static MacroPlacement Place(PackedLayer layer, SparseChip chip, DuplicationStrategy strategy)
    {
        var (full, items) = Split(layer);
        var bins = new RemainderBins(layer.Capacity, items.Sum(i => (long)i.Count));
        foreach (var item in items.OrderByDescending(i => i.Count)) // stable: equal lengths stay in order of tiles
        {
            bins.Put(item);
        }

        var macroTiles = full.Count + bins.Bins.Count;
        var (macros, copies) = (chip.Macros, 1);
        if (strategy != DuplicationStrategy.Spatial)
        {
            var used = strategy == DuplicationStrategy.Duplicate ? 1 : Math.Min(macros, macroTiles);
            (macros, copies) = (used, macros / used);
        }

        var placement = new MacroPlacement(copies);
        for (var i = 0; i < macroTiles; i++)
        {
            if (i < full.Count)
            {
                placement.AddMacro(full[i]);
            }
            else
            {
                placement.AddMacro(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bins.Bins[i - full.Count]));
            }

            if (i % macros == macros - 1 || i == macroTiles - 1)
            {
                placement.EndStep();
            }
        }

        return placement;
    }

    private static (List<TilePiece> Full, List<TilePiece> Items) Split(PackedLayer layer)
    {
        var (full, items) = (new List<TilePiece>(), new List<TilePiece>());
        for (var tile = 0; tile < layer.Tiles.Length; tile++)
        {
            var groups = layer.Tiles[tile].RowGroups;
            var start = 0;
            for (; groups - start >= layer.Capacity; start += layer.Capacity)
            {
                full.Add(new TilePiece(tile, start, layer.Capacity));
            }

            if (start < groups)
            {
                items.Add(new TilePiece(tile, start, groups - start));
            }
        }

        return (full, items);
    }
}
