namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>
/// Decides scale and zero point of every tensor. What only moves or cuts off values shares them with what it reads, so that it does not round: a tensor that is read by
/// one such operator only takes those of the operator's output, which is narrower; a moved tensor with other readers gives its own to the output.
/// </summary>
/// <param name="flow">The network; what is stated in <see cref="Flow.Scales"/> stays.</param>
/// <param name="measured">Scale and zero point of a tensor by its values, or null.</param>
internal sealed class ScaleChooser(Flow flow, Func<string, ScaleZero?> measured)
{
    private readonly Dictionary<string, ScaleZero> decided = new(flow.Scales, StringComparer.Ordinal);
    private readonly Dictionary<string, FlowNode> producers = flow.Nodes.ToDictionary(n => n.Output, StringComparer.Ordinal);
    private readonly Dictionary<string, FlowNode?> onlyReaders = OnlyReaders(flow);

    /// <summary>Decides all tensors.</summary>
    /// <returns>Scales by tensor.</returns>
    /// <exception cref="DiagnosticException">Tensors have none; lists every one up to twenty.</exception>
    public IReadOnlyDictionary<string, ScaleZero> Choose()
    {
        var missing = new List<Diagnostic>();
        foreach (var (tensor, node) in flow.Inputs.Select(i => (i.Tensor, Node: (FlowNode?)null)).Concat(flow.Nodes.Select(n => (n.Output, (FlowNode?)n))))
        {
            if (Decide(tensor) is null && missing.Count < 20)
            {
                missing.Add(Diagnostic.Error(
                    "CIM0855",
                    $"the tensor '{tensor}' has no scale",
                    field: node is null ? $"input '{tensor}'" : $"node '{node.Name}'",
                    hint: "quantise the real model with calibration inputs, or have the model state a scale with QuantizeLinear"));
            }
        }

        return missing.Count > 0 ? throw new DiagnosticException(missing) : decided;
    }

    private static Dictionary<string, FlowNode?> OnlyReaders(Flow flow)
    {
        var readers = new Dictionary<string, FlowNode?>(StringComparer.Ordinal);
        foreach (var node in flow.Nodes)
        {
            foreach (var input in node.Inputs.Distinct(StringComparer.Ordinal))
            {
                readers[input] = readers.ContainsKey(input) ? null : node;
            }
        }

        foreach (var output in flow.Outputs)
        {
            readers[output.Tensor] = null;
        }

        return readers;
    }

    private ScaleZero? Decide(string tensor)
    {
        if (decided.TryGetValue(tensor, out var known))
        {
            return known;
        }

        // Chains of views are a few operators long, so the recursion is shallow.
        var scale = (Passing(tensor) is { } reader ? Decide(reader.Output) : null) ?? Forwarded(tensor) ?? measured(tensor) ?? Upstream(tensor);
        if (scale is { } value)
        {
            decided[tensor] = value;
        }

        return scale;
    }

    /// <summary>The one reader of a tensor, if it moves or cuts off values.</summary>
    private FlowNode? Passing(string tensor) =>
        onlyReaders.GetValueOrDefault(tensor) is { } reader && (reader.MovesValues || reader.ClipsValues) ? reader : null;

    private ScaleZero? Forwarded(string tensor)
    {
        if (producers.GetValueOrDefault(tensor) is not { MovesValues: true, Inputs: [var source] })
        {
            return null;
        }

        return decided.TryGetValue(source, out var scale) ? scale : Passing(source) is null ? Decide(source) : null;
    }

    /// <summary>The nearest scale before a tensor that its producer leaves valid.</summary>
    private ScaleZero? Upstream(string tensor)
    {
        while (producers.GetValueOrDefault(tensor) is { Inputs: [var source] } producer && (producer.MovesValues || producer.ClipsValues))
        {
            if (decided.TryGetValue(source, out var scale) || (measured(source) is { } m && (scale = m) == m))
            {
                return scale;
            }

            tensor = source;
        }

        return null;
    }
}
