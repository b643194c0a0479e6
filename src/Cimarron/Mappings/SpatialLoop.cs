using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>A loop factor run in parallel.</summary>
/// <param name="Axis">Index in <see cref="Hardware.Chip.Axes"/>.</param>
/// <param name="Dim">The dimension unrolled.</param>
/// <param name="Size">The factor, ≥ 2.</param>
public readonly record struct SpatialLoop(int Axis, Dim Dim, int Size);
