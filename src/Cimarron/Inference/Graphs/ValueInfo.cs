using System.Collections.Immutable;

namespace Cimarron.Inference.Graphs;

/// <summary>What is known about a tensor before run time.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Type">Type of its elements; null when unknown or not supported.</param>
/// <param name="Shape">Dimensions, each ≥ 0; default when unknown.</param>
public sealed record ValueInfo(string Name, ElementType? Type, ImmutableArray<int> Shape);
