using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Networks;

/// <summary>A layer of a network and what one execution of it costs.</summary>
/// <param name="Layer">The operator.</param>
/// <param name="Pattern">The pattern it has; dense where it is not pruned.</param>
/// <param name="Cost">Cycles and counts of one execution.</param>
public sealed record SparseLayerResult(SparseLayer Layer, FlexBlock Pattern, SparseLayerCost Cost);
