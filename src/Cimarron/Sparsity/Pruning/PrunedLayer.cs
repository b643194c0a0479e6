using Cimarron.Sparsity.Masks;

namespace Cimarron.Sparsity.Pruning;

/// <summary>What became of one operator with weights.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Weight">Name of its weights in the model.</param>
/// <param name="Mask">What is kept; null when it stays dense.</param>
/// <param name="Reason">Why it stays dense; empty when it is pruned.</param>
/// <param name="Kept">Weights kept.</param>
/// <param name="Total">Weights.</param>
/// <param name="Loss">Loss by the criterion, of all its weights 0 … 1.</param>
public sealed record PrunedLayer(string Node, string Weight, LayerMask? Mask, string Reason, long Kept, long Total, double Loss);
