using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>A temporal loop without levels.</summary>
/// <param name="Dim">The dimension.</param>
/// <param name="Size">The factor, ≥ 2.</param>
internal readonly record struct LoopFactor(Dim Dim, int Size);
