using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Masks;

/// <summary>Which weights of a layer a pattern keeps: the kept blocks and, where known, the mask chosen in every intra block. Not to be changed once built.</summary>
public sealed class LayerMask
{
    private readonly BlockGrid grid;
    private readonly ulong[]? kept;
    private readonly uint[]? choices;

    /// <summary>A mask.</summary>
    /// <param name="shape">The matrices.</param>
    /// <param name="pattern">The pattern; legal for the shape.</param>
    /// <param name="keptBlocks">A bit per block, (group · block rows + block row) · block columns + block column, lowest bit first; null exactly if the pattern has no full blocks.</param>
    /// <param name="intraChoices">
    /// The rows kept in every intra block, (group · ⌈M/m⌉ + block) · N + column, bit i for row i of the block; null if the pattern has none, or if they are left open.
    /// Blocks within removed full blocks are not looked at.
    /// </param>
    public LayerMask(MatrixShape shape, FlexBlock pattern, ulong[]? keptBlocks, uint[]? intraChoices)
    {
        Shape = shape;
        Pattern = pattern;
        grid = new BlockGrid(shape, pattern);
        kept = keptBlocks;
        choices = intraChoices;
        if (keptBlocks is null != pattern.Full is null || (keptBlocks is not null && keptBlocks.LongLength != (Blocks + 63) / 64))
        {
            throw new ArgumentException("kept blocks do not fit the pattern", nameof(keptBlocks));
        }
    }

    /// <summary>The matrices.</summary>
    public MatrixShape Shape { get; }

    /// <summary>The pattern.</summary>
    public FlexBlock Pattern { get; }

    /// <summary>m of the full blocks, at most M.</summary>
    public int BlockHeight => grid.Height;

    /// <summary>n of the full blocks, at most N.</summary>
    public int BlockWidth => grid.Width;

    /// <summary>Blocks from top to bottom of a group.</summary>
    public int BlockRows => grid.Down;

    /// <summary>Blocks from left to right of a group.</summary>
    public int BlockColumns => grid.Across;

    /// <summary>B: full blocks of the layer; 1 per group without full blocks.</summary>
    public long Blocks => grid.Count;

    /// <summary>Whether the choice within blocks is known, so that <see cref="Keeps"/> can be asked.</summary>
    public bool IsComplete => Pattern.Intra is null || choices is not null;

    /// <summary>A bit per block, as the constructor takes them; empty without full blocks.</summary>
    internal ReadOnlySpan<ulong> KeptWords => kept;

    /// <summary>Whether a full block is kept; always without full blocks.</summary>
    public bool KeepsBlock(int group, int blockRow, int blockColumn)
    {
        if (kept is null)
        {
            return true;
        }

        var index = grid.Index(group, blockRow, blockColumn);
        return (kept[index >> 6] >> (int)(index & 63) & 1) != 0;
    }

    /// <summary>Whether a weight is kept.</summary>
    /// <exception cref="InvalidOperationException">The choice within blocks was left open.</exception>
    public bool Keeps(int group, int row, int column)
    {
        if (!KeepsBlock(group, row / BlockHeight, column / BlockWidth))
        {
            return false;
        }

        return Pattern.Intra is not { } intra || (Choice(group, row / intra.Rows, column) >> row % intra.Rows & 1) != 0;
    }

    /// <summary>The rows kept in an intra block, bit i for row i.</summary>
    /// <param name="group">The group.</param>
    /// <param name="block">Number of the block from the top: row / m.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="InvalidOperationException">The choice within blocks was left open.</exception>
    public uint Choice(int group, int block, int column)
    {
        var intra = Pattern.Intra ?? throw new InvalidOperationException("the pattern has no intra blocks");
        var blocks = intra.BlocksIn(Shape.Rows);
        return (choices ?? throw new InvalidOperationException("the choice within blocks is open"))[((long)group * blocks + block) * Shape.Columns + column];
    }
}
