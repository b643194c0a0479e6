using Cimarron.Inference;
using Cimarron.Inference.Arrays;
using Cimarron.Inference.Graphs;
using Cimarron.Inference.Quantisation;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary>The values of a model: those of a quantised one as they are, those of a float one quantised with examples.</summary>
internal static class ModelValues
{
    /// <summary>The quantised network; null when the model has no values or no examples are given for a float model.</summary>
    public static QuantizedGraph? Load(CompileRequest request, CancellationToken cancellation)
    {
        if (!request.Model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            return request.Calibration is null ? null : throw new DiagnosticException(Diagnostic.Error(
                "CIM0602", $"'{request.Model}' is a built-in network and has no values to quantise", field: "--calibrate", hint: "name an ONNX file with weights"));
        }

        if (request.Calibration is { } file)
        {
            var graph = ValueGraph.Load(request.Model, request.Dims, cancellation);
            return Quantizer.Quantize(graph, Samples(graph, InputArrays.Read(file, request.InputScale), request.Samples, file), null, cancellation);
        }

        return IsQuantised(NetworkLoader.Load(request.Model, request.Dims, cancellation)) ? Quantizer.Import(ValueGraph.Load(request.Model, request.Dims, cancellation)) : null;
    }

    private static bool IsQuantised(Network network) => network.Nodes.Any(n => n.OpType.StartsWith("QLinear", StringComparison.Ordinal) || n.OpType == "QuantizeLinear");

    private static List<IReadOnlyDictionary<string, Tensor>> Samples(ValueGraph graph, InputArrays arrays, int most, string file)
    {
        var perInput = graph.Inputs.Select(i => (Input: i, Samples: arrays.Samples(i.Name, i.Shape, graph.Inputs.Length == 1, file))).ToArray();
        var count = Math.Min(most, perInput.Min(p => p.Samples.Count));
        return [.. Enumerable.Range(0, count).Select(s => (IReadOnlyDictionary<string, Tensor>)perInput.ToDictionary(p => p.Input.Name, p => p.Samples[s], StringComparer.Ordinal))];
    }
}
