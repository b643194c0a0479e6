namespace Cimarron.Sparsity.Costs;

/// <summary>Consecutive row groups of one run in one macro tile.</summary>
/// <param name="Tile">The column tile.</param>
/// <param name="Run">The strip or band.</param>
/// <param name="First">Its first row group within the run.</param>
/// <param name="Count">Row groups, ≥ 1.</param>
/// <param name="Width">Columns of the run in this tile.</param>
internal readonly record struct Segment(int Tile, int Run, int First, int Count, int Width);
