using Cimarron.Mappers;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;
using Cimarron.Workloads;

namespace Cimarron.Sparsity.Networks;

/// <summary>Costs of whole networks.</summary>
public static class SparseNetworkEvaluator
{
    /// <summary>The cost of every layer, with the masks given and dense without.</summary>
    /// <param name="network">The network.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="mapping">How weights are laid out; its compression holds for masked layers.</param>
    /// <param name="masks">Masks by operator; none for the dense run.</param>
    /// <param name="profile">Zero bits of inputs; null without input sparsity.</param>
    /// <param name="threads">Layers at a time, ≥ 1; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between layers.</param>
    /// <exception cref="DiagnosticException">A pattern cannot be packed, or a count leaves 63 bits.</exception>
    public static SparseNetworkCost Evaluate(
        Network network, SparseChip chip, SparseMapping mapping, IReadOnlyDictionary<string, LayerMask> masks, InputProfile? profile = null, int threads = 1, CancellationToken cancellationToken = default)
    {
        var layers = SparseLayer.Of(network).ToArray();
        var results = new SparseLayerResult[layers.Length];
        Workers.Run([.. Enumerable.Range(0, layers.Length).OrderByDescending(i => layers[i].Shape.Weights)], threads, i => results[i] = Evaluate(layers[i], chip, mapping, masks, profile), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new SparseNetworkCost(chip, [.. results], network.VectorElements);
    }

    private static SparseLayerResult Evaluate(SparseLayer layer, SparseChip chip, SparseMapping mapping, IReadOnlyDictionary<string, LayerMask> masks, InputProfile? profile)
    {
        var isMasked = masks.TryGetValue(layer.Node.Name, out var mask);
        mask ??= new LayerMask(layer.Shape, FlexBlock.Dense, null, null);
        var own = isMasked ? mapping : mapping with { Compression = null };
        return new SparseLayerResult(layer, mask.Pattern, SparseEvaluator.Evaluate(mask, chip, own, Shares(profile?.Of(layer.Node.Name), chip)));
    }

    /// <summary>A share for every bit of an activation: bits beyond those measured are never zero for sure.</summary>
    private static BitShare[]? Shares(IReadOnlyList<BitShare>? measured, SparseChip chip) =>
        measured is null ? null : [.. Enumerable.Range(0, chip.ActivationBits).Select(b => b < measured.Count ? measured[b] : new BitShare(0, 1))];
}
