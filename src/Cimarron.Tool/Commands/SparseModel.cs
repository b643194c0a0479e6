using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary>A model with its weights, for commands that know sparsity patterns.</summary>
/// <param name="Network">Its operators.</param>
/// <param name="Graph">Its weights; null when it has none.</param>
/// <param name="Samples">Inputs and labels; null when none are given.</param>
/// <param name="Remark">Why a file has no weights, where that may surprise; null otherwise.</param>
internal sealed record SparseModel(Network Network, ValueGraph? Graph, SampleSet? Samples, Diagnostic? Remark = null)
{
    /// <summary>Codes of diagnostics that say that values are not there, as in files made to show shapes only.</summary>
    private static readonly string[] Missing = ["CIM0832", "CIM0833"];

    /// <summary>Loads the model, and samples for it.</summary>
    /// <param name="model">ONNX file or built-in network.</param>
    /// <param name="dims">Symbolic dimensions.</param>
    /// <param name="data">NPZ file with inputs; null for none.</param>
    /// <param name="inputScale">Real value of a step of integer inputs.</param>
    /// <param name="cancellation">Stops the import.</param>
    /// <exception cref="DiagnosticException">The model or the samples cannot be used, or samples are given to a model without weights.</exception>
    public static SparseModel Load(string model, IReadOnlyDictionary<string, int> dims, string? data, float inputScale, CancellationToken cancellation)
    {
        var graph = Weights(model, dims, out var remark, cancellation);
        var network = graph?.Network ?? NetworkLoader.Load(model, dims, cancellation);
        if (data is null)
        {
            return new SparseModel(network, graph, null, remark);
        }

        if (graph is null)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0602", $"'{model}' has no weights to run on samples", field: "--data", hint: "name an ONNX file with weights"));
        }

        var arrays = InputArrays.Read(data, inputScale);
        return new SparseModel(network, graph, new SampleSet(Path.GetFileName(data), arrays.Samples(graph, int.MaxValue, data), arrays.Labels));
    }

    /// <summary>Reports <c>--masked</c> for a model without weights.</summary>
    public void CheckMasked(bool isMasked, List<Diagnostic> problems)
    {
        if (isMasked && Graph is null)
        {
            problems.Add(Diagnostic.Error("CIM0602", "the model has no weights, so it has no zeros", field: "--masked", hint: "leave it out: masks are then random"));
        }
    }

    /// <summary>The model with its weights; null when it has none, or when they are not there.</summary>
    private static ValueGraph? Weights(string model, IReadOnlyDictionary<string, int> dims, out Diagnostic? remark, CancellationToken cancellation)
    {
        remark = null;
        if (!File.Exists(model))
        {
            return null;
        }

        try
        {
            var graph = ValueGraph.Load(model, dims, cancellation);
            return graph.Nodes.Any(n => n.Node.WeightName is { } w && graph.Constants.ContainsKey(w)) ? graph : null;
        }
        catch (DiagnosticException e) when (e.Diagnostics.All(d => Missing.Contains(d.Code)))
        {
            remark = Diagnostic.Warning("CIM0915", $"the values of its weights are not there ({e.Diagnostics.Count} tensors), so masks are random", model, hint: e.Diagnostics[0].Hint);
            return null;
        }
    }
}
