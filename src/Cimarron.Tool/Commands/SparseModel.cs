using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary>The model that <c>sparse</c> and <c>prune</c> are asked for.</summary>
/// <param name="Network">Its operators.</param>
/// <param name="Graph">Its weights; null when it has none.</param>
/// <param name="Samples">Inputs and labels; null when none are given.</param>
internal sealed record SparseModel(Network Network, ValueGraph? Graph, SampleSet? Samples)
{
    /// <summary>Loads the model, and samples for it.</summary>
    /// <param name="model">ONNX file or built-in network.</param>
    /// <param name="dims">Symbolic dimensions.</param>
    /// <param name="data">NPZ file with inputs; null for none.</param>
    /// <param name="inputScale">Real value of a step of integer inputs.</param>
    /// <param name="cancellation">Stops the import.</param>
    /// <exception cref="DiagnosticException">The model or the samples cannot be used, or samples are given to a model without weights.</exception>
    public static SparseModel Load(string model, IReadOnlyDictionary<string, int> dims, string? data, float inputScale, CancellationToken cancellation)
    {
        var network = NetworkLoader.Load(model, dims, cancellation);
        var graph = File.Exists(model) ? ValueGraph.Load(model, dims, cancellation) : null;
        if (graph is not null && !graph.Nodes.Any(n => n.Node.WeightName is { } w && graph.Constants.ContainsKey(w)))
        {
            graph = null;
        }

        if (data is null)
        {
            return new SparseModel(network, graph, null);
        }

        if (graph is null)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0602", $"'{model}' has no weights to run on samples", field: "--data", hint: "name an ONNX file with weights"));
        }

        var arrays = InputArrays.Read(data, inputScale);
        return new SparseModel(network, graph, new SampleSet(Path.GetFileName(data), arrays.Samples(graph, int.MaxValue, data), arrays.Labels));
    }
}
