using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>How one layer runs on one chip: unrolling, loop order, memory level per operand and loop, buffering.</summary>
public sealed record Mapping
{
    /// <summary>The layer mapped.</summary>
    public required Layer Layer { get; init; }

    /// <summary>Parallel loops, in any order.</summary>
    public required ImmutableArray<SpatialLoop> Spatial { get; init; }

    /// <summary>Loops in time, outermost first.</summary>
    public required ImmutableArray<TemporalLoop> Temporal { get; init; }

    /// <summary>Double-buffered operands; flags on levels an operand does not use are ignored.</summary>
    public ImmutableArray<BufferFlag> DoubleBuffered { get; init; } = [];

    /// <summary>Whether <paramref name="operand"/> is flagged double buffered at <paramref name="level"/>.</summary>
    public bool IsDoubleBuffered(int level, Operand operand) => DoubleBuffered.Contains(new BufferFlag(level, operand));
}
