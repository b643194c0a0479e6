using Cimarron.Workloads;

namespace Cimarron.DualMode.Programs;

/// <summary>
/// A matrix operator: <see cref="Groups"/> independent products of <see cref="Rows"/> × <see cref="Reduction"/> by <see cref="Reduction"/> ×
/// <see cref="Columns"/>. Tile (g, c, r) of a group (or pack of groups) g, tile column c, tile row r has the number (g·C + c)·R + r, where R = ⌈reduction / rows of an array⌉ and
/// C = ⌈columns / weights of a row⌉. Packed groups lie block-diagonally in one tile: then R = C = 1 and g counts packs.
/// </summary>
public sealed record ProgramOperator
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>M: rows of the moving operand per group, ≥ 1.</summary>
    public required int Rows { get; init; }

    /// <summary>N: elements of the reduction per group, ≥ 1.</summary>
    public required int Reduction { get; init; }

    /// <summary>K: columns of the result per group, ≥ 1.</summary>
    public required int Columns { get; init; }

    /// <summary>Independent products, ≥ 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Groups that share a tile, ≥ 1.</summary>
    public int GroupsPerTile { get; init; } = 1;

    /// <summary>The moving operand: [.., N] or [groups, M, N] for a product, [batch, channels, height, width] for a convolution.</summary>
    public required string Input { get; init; }

    /// <summary>The tensor that is the stationary operand, [groups, N, K], when it is produced at run time; null for weights.</summary>
    public string? Stationary { get; init; }

    /// <summary>Whether <see cref="Stationary"/> is stored as [groups, K, N].</summary>
    public bool IsStationaryTransposed { get; init; }

    /// <summary>The tensor of results: int32 sums, bias added, requantised to its scale.</summary>
    public required string Output { get; init; }

    /// <summary>The feature of <see cref="Output"/> that the first column is; several operators may produce parts of one tensor.</summary>
    public int FirstFeature { get; init; }

    /// <summary>The convolution's shape (one image), with G, C and K as in <see cref="Layer"/>; null for a product. Rows are batch · P · Q, the reduction is ordered (c, r, s).</summary>
    public Layer? Convolution { get; init; }

    /// <summary>How its weights are packed when it is pruned; null when all of them are stored, and for a stationary operand that is produced at run time.</summary>
    public WeightPacking? Packing { get; init; }

    /// <summary>Rows of weights that the tiles of a group hold.</summary>
    public int StoredRows => Packing?.Rows ?? Reduction;

    /// <summary>Columns of weights that the tiles of a group hold.</summary>
    public int StoredColumns => Packing?.Columns ?? Columns;
}
