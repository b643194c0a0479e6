namespace Cimarron.Sparsity.Simulation;

/// <summary>What one macro holds in one step.</summary>
internal sealed class MacroTile
{
    /// <summary>A macro tile.</summary>
    /// <param name="pieces">The pieces of column tiles in it, each a list of consecutive row groups.</param>
    public MacroTile(IReadOnlyList<IReadOnlyList<RowGroup>> pieces)
    {
        RowGroups = [.. pieces.SelectMany(p => p)];
        foreach (var piece in pieces)
        {
            RowGroup? before = null;
            foreach (var rowGroup in piece)
            {
                // Consecutive row groups of one run add up in the macro; anything else is a sum of its own.
                if (before is null || before.Run != rowGroup.Run || before.Number + 1 != rowGroup.Number)
                {
                    Segments.Add(rowGroup.Outputs);
                }

                before = rowGroup;
            }
        }
    }

    /// <summary>Its row groups, from top to bottom.</summary>
    public IReadOnlyList<RowGroup> RowGroups { get; }

    /// <summary>For every segment, the outputs for which it delivers a partial sum.</summary>
    public List<int[]> Segments { get; } = [];

    /// <summary>Rows that hold weights.</summary>
    public int Rows => RowGroups.Sum(r => r.Rows);
}
