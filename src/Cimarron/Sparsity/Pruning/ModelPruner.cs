using System.Collections.Immutable;
using Cimarron.Inference;
using Cimarron.Inference.Arrays;
using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Workloads;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Prunes the stored weights of a model.</summary>
public static class ModelPruner
{
    /// <summary>Prunes every operator whose weights are stored as real numbers; others stay dense, with the reason.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="pattern">What to keep.</param>
    /// <param name="options">Choices; null for the default.</param>
    /// <param name="cancellationToken">Stops between layers.</param>
    /// <exception cref="DiagnosticException">A weight is not finite, a name to skip is unknown, or nothing can be pruned.</exception>
    public static PrunedModel Prune(ValueGraph graph, FlexBlock pattern, PruneOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PruneOptions();
        options.CheckSkips(graph.Network);
        var candidates = PruneCandidate.All(graph, pattern, options);
        if (candidates.All(c => c.Layout is null))
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0908", "no operator has weights that can be pruned", graph.Network.Source, hint: Reasons(candidates)));
        }

        var masks = options.Scope == PruneScope.Layer
            ? candidates.Select(c => c.Weights is null ? null : Pruner.Prune(c.Weights, pattern, options.Criterion)).ToArray()
            : GlobalPruner.Prune(candidates, pattern, options.Criterion);
        cancellationToken.ThrowIfCancellationRequested();
        var kept = new SortedDictionary<string, bool[]>(StringComparer.Ordinal);
        var layers = candidates.Select((c, i) => Layer(c, masks[i], options.Criterion, kept)).ToImmutableArray();
        var replaced = kept.ToDictionary(k => k.Key, k => Masked(graph.Constants[k.Key], k.Value), StringComparer.Ordinal);
        return new PrunedModel(
            graph.WithConstants(replaced), layers,
            kept.ToImmutableSortedDictionary(k => k.Key, k => NpyArray.Of(Array.ConvertAll(k.Value, b => b ? (byte)1 : (byte)0), graph.Constants[k.Key].Shape), StringComparer.Ordinal));
    }

    /// <summary>Reads what a model's zeros keep of a pattern: a block is kept if it has a weight other than 0.</summary>
    /// <param name="graph">A masked model.</param>
    /// <param name="pattern">The pattern; its ratio does not matter.</param>
    /// <exception cref="DiagnosticException">A block has more weights than the pattern's choice allows.</exception>
    public static IReadOnlyDictionary<string, LayerMask> MasksOf(ValueGraph graph, FlexBlock pattern)
    {
        var masks = new Dictionary<string, LayerMask>(StringComparer.Ordinal);
        foreach (var candidate in PruneCandidate.All(graph, pattern, new PruneOptions { PrunesGroups = true }))
        {
            if (candidate.Weights is { } weights)
            {
                masks[candidate.Node.Name] = MaskReader.Read(weights, pattern, graph.Network.Source);
            }
        }

        return masks;
    }

    private static PrunedLayer Layer(PruneCandidate candidate, LayerMask? mask, PruneCriterion criterion, SortedDictionary<string, bool[]> kept)
    {
        var total = candidate.Total;
        if (mask is null)
        {
            return new PrunedLayer(candidate.Node.Name, candidate.Weight, null, candidate.Reason, total, total, 0);
        }

        var flags = candidate.Layout!.Kept(mask);
        kept[candidate.Weight] = flags;
        double lost = 0, all = 0;
        var values = candidate.Tensor.Reals;
        for (var i = 0; i < flags.Length; i++)
        {
            var loss = Pruner.Loss(values[i], criterion);
            all += loss;
            lost += flags[i] ? 0 : loss;
        }

        return new PrunedLayer(candidate.Node.Name, candidate.Weight, mask, "", flags.LongCount(f => f), total, all == 0 ? 0 : lost / all);
    }

    private static Tensor Masked(Tensor weight, bool[] kept)
    {
        var values = weight.Reals.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = kept[i] ? values[i] : 0;
        }

        return Tensor.Of(values, weight.Shape);
    }

    private static string Reasons(IEnumerable<PruneCandidate> candidates)
    {
        var reasons = candidates.Select(c => c.Reason).Distinct().ToArray();
        return reasons.Length == 0 ? "prune needs an ONNX file with weights" : string.Join("; ", reasons);
    }
}
