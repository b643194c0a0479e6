using System.Collections.Immutable;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Tests.Sparsity.Costs;

/// <summary>Chips and masks small enough to count by hand: macros of 4 × 2 weights, two rows at a time, 4-bit weights, 2-bit activations, 8-bit sums.</summary>
internal static class TinyLayers
{
    public static SparseChip Chip { get; } = new()
    {
        Name = "tiny",
        MacroRows = 1,
        MacroColumns = 1,
        Rows = 4,
        Columns = 2,
        SubarrayRows = 2,
        CellsPerWeight = 1,
        WeightBits = 4,
        ActivationBits = 2,
        AccumulatorBits = 8,
        LoadBitsPerCycle = 16,
        StoreBitsPerCycle = 8,
        OutputBufferBits = 10_000,
        ClockMegahertz = 100,
        StaticMilliwatts = 2,
        UnitEnergies = SparseCounts.Units.ToImmutableSortedDictionary(u => u, u => 1 + (double)u),
    };

    public static SparseMapping Spatial { get; } = new() { Strategy = DuplicationStrategy.Spatial };

    public static MatrixShape Shape(int rows, int columns, int groups = 1, long vectors = 3) => new("layer", rows, columns, groups, vectors, 1);

    public static FlexBlock Blocks(int rows, int columns, Compression compression = Compression.Rows) =>
        new() { Name = "blocks", Full = new FullBlock(BlockExtent.Of(rows), BlockExtent.Of(columns), 0.5), Compression = compression };

    public static FlexBlock Choice(int rows, int kept) => new() { Name = "choice", Intra = new IntraBlock(rows, kept) };

    public static LayerMask Dense(MatrixShape shape) => new(shape, FlexBlock.Dense, null, null);

    /// <summary>A mask of one group from a drawing: a line per row of blocks, '#' for a kept block.</summary>
    public static LayerMask Drawn(MatrixShape shape, FlexBlock pattern, params string[] lines)
    {
        var blocks = string.Concat(lines);
        var words = new ulong[(blocks.Length + 63) / 64];
        for (var i = 0; i < blocks.Length; i++)
        {
            words[i / 64] |= blocks[i] == '#' ? 1UL << i % 64 : 0;
        }

        return new LayerMask(shape, pattern, words, null);
    }

    /// <summary>Counts that are not 0, by name.</summary>
    public static SparseCounts Counts(params (SparseUnit, long)[] entries) => new(entries);
}
