namespace Cimarron.Sparsity.Simulation;

/// <summary>What a column tile holds of one strip or band: a full rectangle of cells.</summary>
/// <param name="Group">The group.</param>
/// <param name="Lane">Number of the strip or band in its group.</param>
/// <param name="Cells">The cells of every physical row, all rows equally long.</param>
internal sealed record PackedRun(int Group, int Lane, IReadOnlyList<PackedCell[]> Cells)
{
    /// <summary>Weight columns it takes.</summary>
    public int Width => Cells[0].Length;
}
