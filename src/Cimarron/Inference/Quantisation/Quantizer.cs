using Cimarron.Inference.Execution;
using Cimarron.Inference.Graphs;
using Cimarron.Inference.Quantisation.Lowering;
using Cimarron.Workloads;

namespace Cimarron.Inference.Quantisation;

/// <summary>Turns models into graphs of 8-bit integers.</summary>
public static class Quantizer
{
    /// <summary>
    /// Quantises a real model after training: weights symmetric, activations asymmetric with ranges measured on examples. Scales that the model states itself are kept.
    /// </summary>
    /// <param name="graph">The model.</param>
    /// <param name="calibration">Examples, each with a tensor for every input; at least one. Read twice unless ranges are the bounds of the values.</param>
    /// <param name="options">Choices; null for the default.</param>
    /// <param name="cancellationToken">Stops between operators.</param>
    /// <exception cref="DiagnosticException">An operator has no quantised form or cannot be executed, or an example does not fit.</exception>
    public static QuantizedGraph Quantize(
        ValueGraph graph, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> calibration, QuantizeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= QuantizeOptions.Default;
        if (calibration.Count == 0 || options.Percentile is not (>= 50 and <= 100))
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0857", calibration.Count == 0 ? "quantisation needs at least one example" : $"the percentile is {options.Percentile}, expected 50 to 100", field: "calibration"));
        }

        var executor = new FloatExecutor(graph);
        var flow = FlowBuilder.Lower(graph, executor.Constants);
        if (options.FusesPatterns)
        {
            Patterns.Apply(flow);
        }

        Folding.Apply(flow);
        var ranges = Measure(executor, calibration, options, cancellationToken);
        var scales = new ScaleChooser(flow, tensor => Measured(flow, ranges, tensor, options)).Choose();
        return new GraphEmitter(flow, scales, options.IsPerChannel).Emit(graph.Network.Name, graph.Network.Hash);
    }

    /// <summary>Whether a model is quantised already, so that <see cref="Import"/> takes it.</summary>
    public static bool IsQuantised(Network network) => network.Nodes.Any(n => n.OpType == "QuantizeLinear" || n.OpType.StartsWith("QLinear", StringComparison.Ordinal));

    /// <summary>Takes over a model that is quantised already: QLinear operators, or operators between DequantizeLinear and QuantizeLinear.</summary>
    /// <param name="graph">The model.</param>
    /// <exception cref="DiagnosticException">An operator has no quantised form, or a tensor has no scale.</exception>
    public static QuantizedGraph Import(ValueGraph graph)
    {
        var flow = FlowBuilder.Lower(graph, FloatExecutor.Fold(graph));
        var scales = new ScaleChooser(flow, _ => null).Choose();
        return new GraphEmitter(flow, scales, isPerChannel: true).Emit(graph.Network.Name, graph.Network.Hash);
    }

    private static Dictionary<string, RangeCollector> Measure(
        FloatExecutor executor, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> calibration, QuantizeOptions options, CancellationToken cancellationToken)
    {
        var ranges = new Dictionary<string, RangeCollector>(StringComparer.Ordinal);
        void Run(Action<RangeCollector, Tensor> collect)
        {
            foreach (var example in calibration)
            {
                executor.Run(example, (name, tensor) =>
                {
                    if (tensor.IsReal)
                    {
                        ranges.TryAdd(name, new RangeCollector());
                        collect(ranges[name], tensor);
                    }
                }, cancellationToken);
            }
        }

        Run((range, tensor) => range.Bound(tensor.Reals));
        if (options.Range != RangeMethod.MinMax)
        {
            Run((range, tensor) => range.Count(tensor.Reals));
        }

        return ranges;
    }

    private static ScaleZero? Measured(Flow flow, Dictionary<string, RangeCollector> ranges, string tensor, QuantizeOptions options)
    {
        var readers = flow.Readers(tensor).ToList();
        if (ranges.TryGetValue(tensor, out var range))
        {
            return range.Decide(options, readers.Count > 0 && readers.All(r => r.Operation == "Softmax"));
        }

        // A product to which a matrix is added has no name in the model: it is the sum without the addend.
        if (readers is [{ Operation: "Add" } add] && ranges.TryGetValue(add.Output, out var sum))
        {
            var other = add.Inputs.Find(i => i != tensor);
            var (low, high) = add.Constants.TryGetValue("right", out var constant) ? (constant.ToFloats().Min(), constant.ToFloats().Max())
                : other is not null && ranges.TryGetValue(other, out var o) ? (o.Low, o.High) : (0, 0);
            return ScaleZero.Of(sum.Low - high, sum.High - low);
        }

        return null;
    }
}
