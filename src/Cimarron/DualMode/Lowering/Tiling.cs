using System.Collections.Immutable;

namespace Cimarron.DualMode.Lowering;

/// <summary>
/// How a matrix operator lies in arrays. Tile (g, c, r) of group g, tile column c, tile row r has the number (g·C + c)·R + r; groups that are packed block-diagonally
/// share a tile, and then g counts packs and R = C = 1.
/// </summary>
public sealed record Tiling
{
    /// <summary>Tile rows R of a group: ⌈N / rows of an array⌉, of packed weights ⌈N′ / rows⌉.</summary>
    public required int TileRows { get; init; }

    /// <summary>Tile columns C of a group: ⌈K / weights of a row⌉, of packed weights ⌈K′ / weights⌉.</summary>
    public required int TileColumns { get; init; }

    /// <summary>Groups that share a tile, ≥ 1.</summary>
    public required int GroupsPerTile { get; init; }

    /// <summary>Groups, or packs of them.</summary>
    public required int Packs { get; init; }

    /// <summary>Rows of an array.</summary>
    public required int ArrayRows { get; init; }

    /// <summary>Weights of a row of an array.</summary>
    public required int ArrayColumns { get; init; }

    /// <summary>All tiles.</summary>
    public int Tiles => checked(TileRows * TileColumns * Packs);

    /// <summary>The tiling of an operator on a chip.</summary>
    /// <param name="op">A matrix operator.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="packsGroups">Whether small groups of weights share arrays.</param>
    /// <exception cref="DiagnosticException">There are more tiles than can be numbered.</exception>
    public static Tiling Of(DualOperator op, DualModeChip chip, bool packsGroups)
    {
        var fits = packsGroups && op.Stationary < 0 && op.Groups > 1 && op.StoredRows <= chip.Rows && op.StoredColumns <= chip.WeightColumns;
        var pack = fits ? Math.Min(op.Groups, Math.Min(chip.Rows / op.StoredRows, chip.WeightColumns / op.StoredColumns)) : 1;
        var (rows, columns, packs) = (Divide(op.StoredRows, chip.Rows), Divide(op.StoredColumns, chip.WeightColumns), Divide(op.Groups, pack));
        return (Int128)rows * columns * packs <= int.MaxValue
            ? new Tiling { TileRows = rows, TileColumns = columns, GroupsPerTile = pack, Packs = packs, ArrayRows = chip.Rows, ArrayColumns = chip.WeightColumns }
            : throw new DiagnosticException(Diagnostic.Error("CIM0811", $"the operator takes {(Int128)rows * columns * packs} arrays' worth of weights, more than 2^31 − 1", field: $"operator '{op.Name}'"));
    }

    /// <summary>The tilings of all operators of a network; null for vector operators.</summary>
    public static ImmutableArray<Tiling?> Of(DualNetwork network, DualModeChip chip, bool packsGroups) =>
        [.. network.Operators.Select(o => o.IsMatrix ? Of(o, chip, packsGroups) : null)];

    private static int Divide(int a, int b) => (int)(((long)a + b - 1) / b);
}
