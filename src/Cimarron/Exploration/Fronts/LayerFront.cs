using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Fronts;

/// <summary>The front of all operators of a network that share one shape.</summary>
/// <param name="Name">Name of the first operator of this shape.</param>
/// <param name="Shape">The loop nest.</param>
/// <param name="Count">Executions of this shape in one pass, ≥ 1.</param>
/// <param name="Front">The front of one execution.</param>
public sealed record LayerFront(string Name, Layer Shape, long Count, ParetoFront Front);
