using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;

namespace Cimarron.Sparsity.Networks;

/// <summary>Masks of a network's layers by name; layers without one are dense.</summary>
public static class NetworkMasks
{
    /// <summary>Seeded random masks for a network whose weights are not known. Which layers are pruned follows the rules of <see cref="ModelPruner"/>.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="options">Which layers stay dense.</param>
    /// <param name="seed">The seed; every layer has its own numbers.</param>
    public static IReadOnlyDictionary<string, LayerMask> Random(IReadOnlyList<SparseLayer> layers, FlexBlock pattern, PruneOptions options, ulong seed = 0)
    {
        var masks = new LayerMask?[layers.Count];
        for (var i = 0; i < masks.Length; i++)
        {
            // An odd multiplier far from the generator's own step keeps the streams of layers apart.
            masks[i] = IsPruned(layers[i], options) && !pattern.IsDense ? RandomMasks.Draw(layers[i].Shape, pattern, (seed * 0xD1342543DE82EF95) + ((ulong)layers[i].Node.Index * 0xDA942042E4DD58B5)) : null;
        }

        return layers.Zip(masks).Where(p => p.Second is not null).ToDictionary(p => p.First.Node.Name, p => p.Second!, StringComparer.Ordinal);
    }

    /// <summary>Whether a layer is pruned: its weights are known before run time, and it is neither grouped nor asked to stay dense.</summary>
    public static bool IsPruned(SparseLayer layer, PruneOptions options) =>
        !layer.Node.HasDynamicWeight && (layer.Shape.Groups == 1 || options.PrunesGroups) && !options.Skips.Contains(layer.Node.Name);
}
