namespace Cimarron.Sparsity.Simulation;

/// <summary>Physical rows that one activation takes, with everything they touch as sets of what is actually there.</summary>
internal sealed class RowGroup
{
    /// <summary>A row group.</summary>
    /// <param name="run">The run it is cut from.</param>
    /// <param name="number">Its number in the run, from 0.</param>
    /// <param name="cells">Its physical rows.</param>
    /// <param name="index">What the index is like.</param>
    /// <param name="columns">N, to number outputs through all groups.</param>
    /// <exception cref="InvalidOperationException">Cells of a row need other inputs, or cells of a column other outputs: no rigid array can hold that.</exception>
    public RowGroup(PackedRun run, int number, IReadOnlyList<PackedCell[]> cells, IndexFormat index, int columns)
    {
        (Run, Number, Cells) = (run, number, cells);
        foreach (var line in cells)
        {
            for (var c = 0; c < line.Length; c++)
            {
                var cell = line[c];
                if (cell.Row != line[0].Row || cell.Slot != line[0].Slot || cell.Column != cells[0][c].Column)
                {
                    throw new InvalidOperationException("the cells of an array do not share inputs by row and outputs by column");
                }

                Touch(cell, index);
            }
        }

        Outputs = [.. cells[0].Select(cell => cell.Group * columns + cell.Column)];
    }

    /// <summary>The run it is cut from.</summary>
    public PackedRun Run { get; }

    /// <summary>Its number in the run.</summary>
    public int Number { get; }

    /// <summary>Its physical rows.</summary>
    public IReadOnlyList<PackedCell[]> Cells { get; }

    /// <summary>Physical rows it has.</summary>
    public int Rows => Cells.Count;

    /// <summary>Weight columns it has.</summary>
    public int Width => Cells[0].Length;

    /// <summary>What makes it the same as one of another column tile: the same rows of the same strip or band.</summary>
    public (int Group, int Lane, int Number) Input => (Run.Group, Run.Lane, Number);

    /// <summary>The source rows its inputs come from.</summary>
    public HashSet<int> Sources { get; } = [];

    /// <summary>The outputs it contributes to, group · N + column.</summary>
    public int[] Outputs { get; }

    /// <summary>The full blocks of its cells.</summary>
    public HashSet<(int Group, int BlockRow, int BlockColumn)> Blocks { get; } = [];

    /// <summary>The intra blocks of its cells, by group, top row and column.</summary>
    public HashSet<(int Group, int Top, int Column)> IntraBlocks { get; } = [];

    private void Touch(PackedCell cell, IndexFormat index)
    {
        for (var r = 0; r < cell.Span; r++)
        {
            Sources.Add(cell.Row + r);
        }

        if (index.HasBlocks)
        {
            Blocks.Add(index.BlockOf(cell));
        }

        if (index.Intra is not null)
        {
            IntraBlocks.Add((cell.Group, cell.Row, cell.Column));
        }
    }
}
