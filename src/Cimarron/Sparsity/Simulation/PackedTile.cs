namespace Cimarron.Sparsity.Simulation;

/// <summary>A column tile: at most w weight columns of an array, with every row group that ends in them.</summary>
/// <param name="RowGroups">The row groups of all runs, in order; at least one.</param>
internal sealed record PackedTile(IReadOnlyList<RowGroup> RowGroups)
{
    /// <summary>Width of its widest run.</summary>
    public int Width => RowGroups.Max(r => r.Width);
}
