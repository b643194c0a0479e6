namespace Cimarron.Sparsity.Costs;

/// <summary>Consecutive row groups of a column tile in one macro.</summary>
/// <param name="Tile">The column tile.</param>
/// <param name="First">The first of its row groups.</param>
/// <param name="Count">Row groups, ≥ 1.</param>
internal readonly record struct TilePiece(int Tile, int First, int Count);
