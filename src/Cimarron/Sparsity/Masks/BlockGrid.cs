using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Masks;

/// <summary>How the full blocks of a pattern lie in a layer; without full blocks the matrix of a group is one block.</summary>
internal sealed class BlockGrid
{
    private readonly MatrixShape shape;

    /// <summary>The blocks of a layer.</summary>
    public BlockGrid(MatrixShape shape, FlexBlock pattern)
    {
        this.shape = shape;
        Height = pattern.Full?.Rows.Resolve(shape.Rows, shape.ChannelRows) ?? shape.Rows;
        Width = pattern.Full?.Columns.Resolve(shape.Columns, shape.ChannelRows) ?? shape.Columns;
        (Down, Across) = ((shape.Rows + Height - 1) / Height, (shape.Columns + Width - 1) / Width);
    }

    /// <summary>m, at most M.</summary>
    public int Height { get; }

    /// <summary>n, at most N.</summary>
    public int Width { get; }

    /// <summary>Blocks from top to bottom of a group.</summary>
    public int Down { get; }

    /// <summary>Blocks from left to right of a group.</summary>
    public int Across { get; }

    /// <summary>B: blocks of all groups.</summary>
    public long Count => (long)shape.Groups * Down * Across;

    /// <summary>The number of a block.</summary>
    public long Index(int group, int blockRow, int blockColumn) => (((long)group * Down) + blockRow) * Across + blockColumn;

    /// <summary>Weights of a block; fewer at the edges.</summary>
    public long WeightsOf(long index)
    {
        var (row, column) = ((int)(index / Across % Down), (int)(index % Across));
        return (long)Math.Min(Height, shape.Rows - (row * Height)) * Math.Min(Width, shape.Columns - (column * Width));
    }
}
