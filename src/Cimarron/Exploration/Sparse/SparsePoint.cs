using Cimarron.Sparsity.Accuracy;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Exploration.Sparse;

/// <summary>What one pattern at one ratio comes to.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Cost">Without input sparsity.</param>
/// <param name="WithInputs">With input sparsity; null when no profile is known.</param>
/// <param name="Accuracy">Top-1 in 8 bits; null when it was not measured.</param>
public sealed record SparsePoint(FlexBlock Pattern, SparseNetworkCost Cost, SparseNetworkCost? WithInputs, TopOne? Accuracy);
