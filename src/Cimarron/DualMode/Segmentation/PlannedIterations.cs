using System.Collections.Immutable;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Iterations of a block with equal plans.</summary>
/// <param name="Count">How many, ≥ 1.</param>
/// <param name="Segments">The segments of each.</param>
public sealed record PlannedIterations(int Count, ImmutableArray<PlannedSegment> Segments)
{
    /// <summary>Cycles of all of them.</summary>
    public double Cycles => Count * Segments.Sum(s => s.Cycles);
}
