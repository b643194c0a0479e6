using System.Collections.Immutable;

namespace Cimarron.Exploration.Fronts;

/// <summary>A network with one point chosen on the front of each layer.</summary>
/// <param name="LatencyCycles">Sum over all executions, cycles.</param>
/// <param name="Nanojoules">Sum over all executions, nJ.</param>
/// <param name="Choice">Per layer the index of its point.</param>
public sealed record NetworkPoint(double LatencyCycles, double Nanojoules, ImmutableArray<int> Choice);
