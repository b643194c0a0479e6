using Cimarron.Inference;
using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Patterns;
using Cimarron.Workloads;

namespace Cimarron.Sparsity.Pruning;

/// <summary>An operator with stored weights: those to prune, or why it stays dense.</summary>
/// <param name="Node">The operator.</param>
/// <param name="Weight">Name of its weights.</param>
/// <param name="Tensor">Its weights as stored.</param>
/// <param name="Layout">Where they are; null when it stays dense.</param>
/// <param name="Weights">They as matrices; null when it stays dense.</param>
/// <param name="Reason">Why it stays dense; empty when it is pruned.</param>
internal sealed record PruneCandidate(NetworkNode Node, string Weight, Tensor Tensor, WeightLayout? Layout, WeightMatrix? Weights, string Reason)
{
    /// <summary>Number of weights.</summary>
    public long Total => Tensor.Count;

    /// <summary>Every matrix operator with stored weights. Weights that several operators share count at the first.</summary>
    public static IReadOnlyList<PruneCandidate> All(ValueGraph graph, FlexBlock pattern, PruneOptions options)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. graph.Nodes
            .Where(n => n.Node is { Layer: not null, WeightName: { } weight } && graph.Constants.ContainsKey(weight) && seen.Add(weight))
            .Select(n => Of(graph, n, pattern, options))];
    }

    private static PruneCandidate Of(ValueGraph graph, ValueNode node, FlexBlock pattern, PruneOptions options)
    {
        var name = node.Node.WeightName!;
        var tensor = graph.Constants[name];
        var layout = WeightLayout.Of(node, tensor, pattern.Flattening, out var reason);
        reason = reason.Length > 0 ? reason
            : options.Skips.Contains(node.Name) ? "asked for"
            : node.Node.Layer!.G > 1 && !options.PrunesGroups ? "grouped convolutions stay dense"
            : "";
        if (layout is null || reason.Length > 0)
        {
            return new PruneCandidate(node.Node, name, tensor, null, null, reason);
        }

        foreach (var value in tensor.Reals)
        {
            if (!float.IsFinite(value))
            {
                throw new DiagnosticException(Diagnostic.Error("CIM0907", $"a weight is {value}, expected finite numbers", graph.Network.Source, field: $"tensor '{name}'", hint: "train or export the model again"));
            }
        }

        return new PruneCandidate(node.Node, name, tensor, layout, layout.Read(tensor), "");
    }
}
