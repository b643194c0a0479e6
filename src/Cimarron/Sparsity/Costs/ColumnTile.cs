namespace Cimarron.Sparsity.Costs;

/// <summary>A column tile: row groups of one or several runs, one below the other.</summary>
/// <param name="FirstRun">Where its runs begin in <see cref="PackedLayer.TileRuns"/>.</param>
/// <param name="Runs">How many runs it has, ≥ 1.</param>
/// <param name="RowGroups">q: row groups of all of them, ≥ 1.</param>
/// <param name="Column">Its first physical column within its strip or, packed leftward, within every band of its group.</param>
/// <param name="Width">Columns of its widest run.</param>
internal readonly record struct ColumnTile(int FirstRun, int Runs, int RowGroups, int Column, int Width);
