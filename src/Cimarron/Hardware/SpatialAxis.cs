using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.Hardware;

/// <summary>An axis along which loops run in parallel: cores, macro rows, macro columns.</summary>
public sealed record SpatialAxis
{
    /// <summary>Unique name, as used in mappings, e.g. <c>cores</c>, <c>dimX</c>, <c>dimY</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Number of parallel units, ≥ 1; the product of the axis's spatial loops may not exceed it.</summary>
    public required int Size { get; init; }

    /// <summary>The dimensions that may be unrolled on the axis.</summary>
    public required ImmutableArray<Dim> Dims { get; init; }

    /// <summary>Per operand (input, weight, output) the index in <see cref="Chip.Levels"/> of the level that feeds the axis.</summary>
    public required ImmutableArray<int> Feeds { get; init; }

    /// <summary>What the axis is, for the energy rules.</summary>
    public required AxisKind Kind { get; init; }

    /// <summary>Index in <see cref="Chip.Levels"/> of the level that feeds <paramref name="operand"/> across the axis.</summary>
    public int Feed(Operand operand) => Feeds[(int)operand];
}
