using System.Collections.Immutable;
using Cimarron.Inference.Arrays;
using Cimarron.Inference.Graphs;

namespace Cimarron.Sparsity.Pruning;

/// <summary>A model with masked weights.</summary>
/// <param name="Graph">The model.</param>
/// <param name="Layers">Every operator with stored weights, in order.</param>
/// <param name="Masks">1 where a weight is kept, in the shape of the tensor, by the tensor's name.</param>
public sealed record PrunedModel(ValueGraph Graph, ImmutableArray<PrunedLayer> Layers, ImmutableSortedDictionary<string, NpyArray> Masks)
{
    /// <summary>Share of all weights that is removed.</summary>
    public double Ratio => 1 - (double)Layers.Sum(l => l.Kept) / Math.Max(1, Layers.Sum(l => l.Total));

    /// <summary>Share of the weights of pruned layers that is removed.</summary>
    public double PrunedRatio => 1 - (double)Layers.Where(l => l.Mask is not null).Sum(l => l.Kept) / Math.Max(1, Layers.Where(l => l.Mask is not null).Sum(l => l.Total));
}
