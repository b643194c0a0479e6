using System.Globalization;
using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;
using Cimarron.Workloads;

namespace Cimarron.Sparsity.Networks;

/// <summary>Where the masks of a network come from.</summary>
/// <param name="Graph">Its weights; null when it has none, and masks are random.</param>
/// <param name="Pruning">How weights are pruned, and which layers stay dense.</param>
/// <param name="IsMasked">Whether masks are the zeros of the weights instead of chosen.</param>
/// <param name="Seed">Seed of random masks.</param>
public sealed record MaskChoice(ValueGraph? Graph, PruneOptions Pruning, bool IsMasked, ulong Seed)
{
    /// <summary>The masks of a pattern by operator, and the model with the weights that stay; null without weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="cancellationToken">Stops between layers.</param>
    /// <exception cref="DiagnosticException">The model cannot be pruned, its zeros do not follow the pattern, or an operator to skip is unknown.</exception>
    public (IReadOnlyDictionary<string, LayerMask> Masks, ValueGraph? Graph) For(Network network, FlexBlock pattern, CancellationToken cancellationToken = default)
    {
        Pruning.CheckSkips(network);
        if (Graph is not { } graph)
        {
            return (NetworkMasks.Random([.. SparseLayer.Of(network)], pattern, Pruning, Seed), null);
        }

        if (IsMasked)
        {
            var masks = ModelPruner.MasksOf(graph, pattern);
            return masks.Count > 0 ? (masks, graph) : throw new DiagnosticException(Diagnostic.Error(
                "CIM0908", "no operator has weights whose zeros can be read", graph.Network.Source, hint: "name a model with real weights, as `cimarron prune` writes them"));
        }

        var pruned = ModelPruner.Prune(graph, pattern, Pruning, cancellationToken);
        return (pruned.Layers.Where(l => l.Mask is not null).ToDictionary(l => l.Node, l => l.Mask!, StringComparer.Ordinal), pruned.Graph);
    }

    /// <summary>For people.</summary>
    public override string ToString() => IsMasked ? "the zeros of the model"
        : Graph is null ? string.Create(CultureInfo.InvariantCulture, $"random, seed {Seed}: the model has no weights")
        : $"chosen by {Pruning.Criterion}, budget per {Pruning.Scope.ToString().ToLowerInvariant()}";
}
