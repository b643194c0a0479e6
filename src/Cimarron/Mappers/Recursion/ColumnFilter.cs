using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// What a condition on the order of loops forbids, asked for every arc before it is used. All other conditions are settled when states and columns are made
/// (<see cref="Room"/>).
/// </summary>
internal sealed class ColumnFilter
{
    /// <summary>Per dimension those that must run outside of it.</summary>
    private readonly int[][] _outside;

    private ColumnFilter(MappingConstraints constraints) =>
        _outside = [.. Operands.Dims.Select(inner => constraints.Order.Where(outer => constraints.Orders(outer, inner)).Select(outer => (int)outer).ToArray())];

    /// <summary>The filter of some conditions; null when they leave every order.</summary>
    public static ColumnFilter? Of(MappingConstraints constraints) => constraints.Order.IsEmpty ? null : new ColumnFilter(constraints);

    /// <summary>Whether a loop over a dimension may be put around an inner tile: the tile has no loop over a dimension that must run outside of it.</summary>
    public bool AllowsArc(TileLattice lattice, int tile, Dim dim) => !Array.Exists(_outside[(int)dim], outer => lattice.Extent(tile, outer) > 1);
}
