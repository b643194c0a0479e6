using System.Collections.Immutable;
using Cimarron.Mappings;

namespace Cimarron.Mappers.Exact;

/// <summary>A choice of parallel loops and what remains to be run in time.</summary>
/// <param name="Spatial">The parallel loops.</param>
/// <param name="Bounds">Temporal bound per dimension.</param>
/// <param name="Activations">Product of the temporal bounds.</param>
/// <param name="Cores">Cores used.</param>
internal sealed record Scheme(ImmutableArray<SpatialLoop> Spatial, ImmutableArray<int> Bounds, double Activations, int Cores);
