using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Sparsity.Simulation;

/// <summary>Column tiles laid onto macros, step by step (rules §4).</summary>
/// <param name="Steps">The macro tiles of every step, one copy.</param>
/// <param name="Copies">d.</param>
internal sealed record WalkedSteps(IReadOnlyList<IReadOnlyList<MacroTile>> Steps, int Copies)
{
    /// <summary>Lays out a layer.</summary>
    /// <param name="tiles">Its column tiles, at least one.</param>
    /// <param name="capacity">Row groups that a macro holds, ≥ 1.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="mapping">How.</param>
    public static WalkedSteps Place(IReadOnlyList<PackedTile> tiles, int capacity, SparseChip chip, SparseMapping mapping) =>
        mapping.Rearranges ? Rearranged(tiles, capacity, chip, mapping.Strategy) : Grid(tiles, capacity, chip, mapping.Strategy);

    private static WalkedSteps Grid(IReadOnlyList<PackedTile> tiles, int capacity, SparseChip chip, DuplicationStrategy strategy)
    {
        var cut = tiles.Select(t => t.RowGroups.Chunk(capacity).Select(c => new MacroTile([c])).ToArray()).ToArray();
        var (rows, columns, copies) = strategy switch
        {
            DuplicationStrategy.Spatial => (chip.MacroRows, chip.MacroColumns, 1),
            DuplicationStrategy.Duplicate => (1, 1, chip.MacroRows * chip.MacroColumns),
            _ => (Math.Min(chip.MacroRows, cut.Max(c => c.Length)), Math.Min(chip.MacroColumns, cut.Length), 0),
        };
        if (copies == 0)
        {
            copies = chip.MacroRows / rows * (chip.MacroColumns / columns);
        }

        var steps = new List<IReadOnlyList<MacroTile>>();
        foreach (var set in cut.Chunk(columns))
        {
            // Every column of macros feeds its own column tile until the tallest of the set is through.
            for (var first = 0; set.Any(tile => tile.Length > first); first += rows)
            {
                steps.Add([.. set.SelectMany(tile => tile.Skip(first).Take(rows))]);
            }
        }

        return new WalkedSteps(steps, copies);
    }

    private static WalkedSteps Rearranged(IReadOnlyList<PackedTile> tiles, int capacity, SparseChip chip, DuplicationStrategy strategy)
    {
        var macroTiles = new List<MacroTile>();
        var items = new List<RowGroup[]>();
        foreach (var chunk in tiles.SelectMany(t => t.RowGroups.Chunk(capacity)))
        {
            if (chunk.Length == capacity)
            {
                macroTiles.Add(new MacroTile([chunk]));
            }
            else
            {
                items.Add(chunk);
            }
        }

        macroTiles.AddRange(CommonMacros.Fill(items, capacity).Select(pieces => new MacroTile(pieces)));
        var macros = chip.MacroRows * chip.MacroColumns;
        var together = strategy switch
        {
            DuplicationStrategy.Spatial => macros,
            DuplicationStrategy.Duplicate => 1,
            _ => Math.Min(macros, macroTiles.Count),
        };
        return new WalkedSteps([.. macroTiles.Chunk(together)], strategy == DuplicationStrategy.Spatial ? 1 : macros / together);
    }
}
