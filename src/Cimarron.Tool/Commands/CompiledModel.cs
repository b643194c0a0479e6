using Cimarron.Inference.Graphs;
using Cimarron.Inference.Quantisation;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Placement;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary>The model that <c>compile</c> is asked for.</summary>
/// <param name="Network">Its operators.</param>
/// <param name="Values">Its values: those of a quantised model as they are, those of a float model quantised with examples; null when it has none, or no examples are given.</param>
/// <param name="Compressed">What a pattern made of it; null for the dense network.</param>
internal sealed record CompiledModel(Network Network, QuantizedGraph? Values, CompressedNetwork? Compressed = null)
{
    /// <summary>Loads the model, once.</summary>
    /// <exception cref="DiagnosticException">The model or the examples cannot be used.</exception>
    public static CompiledModel Load(CompileRequest request, CancellationToken cancellation)
    {
        if (request.Pattern is { } pattern)
        {
            var sparse = SparseModel.Load(request.Model, request.Dims, null, 1, cancellation);
            var compressed = pattern.Compress(sparse, new ArrayGeometry(request.Chip.Rows, request.Chip.WeightColumns), cancellation);
            return new CompiledModel(compressed.Packed, null, compressed);
        }

        var isFile = request.Model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        if (request.Calibration is { } file)
        {
            var graph = isFile ? ValueGraph.Load(request.Model, request.Dims, cancellation) : throw new DiagnosticException(Diagnostic.Error(
                "CIM0602", $"'{request.Model}' is a built-in network and has no values to quantise", field: "--calibrate", hint: "name an ONNX file with weights"));
            return new CompiledModel(graph.Network, Quantizer.Quantize(graph, InputArrays.Read(file, request.InputScale).Samples(graph, request.Samples, file), null, cancellation));
        }

        var network = NetworkLoader.Load(request.Model, request.Dims, cancellation);
        return new CompiledModel(network, isFile && Quantizer.IsQuantised(network) ? Quantizer.Import(ValueGraph.Load(request.Model, request.Dims, cancellation)) : null);
    }
}
