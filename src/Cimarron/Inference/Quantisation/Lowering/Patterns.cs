namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>
/// Recognises operators that exporters write out in parts. Rounded part by part they lose most of their precision; as one operator they are rounded once.
/// </summary>
internal static class Patterns
{
    /// <summary>Replaces every pattern.</summary>
    public static void Apply(Flow flow)
    {
        foreach (var node in flow.Nodes.ToList())
        {
            _ = node.Operation switch
            {
                "Sigmoid" => Gate(flow, node, "Silu"),
                "HardSigmoid" when IsSixth(node) => Gate(flow, node, "HardSwish"),
                "Erf" => Gelu(flow, node),
                "Sqrt" => Normalisation(flow, node),
                _ => false,
            };
        }
    }

    /// <summary>x · f(x).</summary>
    private static bool Gate(Flow flow, FlowNode gate, string operation) =>
        Next(flow, gate, "Mul") is { Inputs.Count: 2 } product && product.Inputs.Contains(gate.Inputs[0])
        && Replace(flow, product, gate.Inputs[0], operation, [gate, product]) is not null;

    private static bool IsSixth(FlowNode node) =>
        Math.Abs(double.Parse(node.Attributes["alpha"]) - (1 / 6.0)) < 1e-6 && double.Parse(node.Attributes["beta"]) == 0.5;

    /// <summary>x · (1 + erf(x / √2)) / 2, halved before or after the product.</summary>
    private static bool Gelu(Flow flow, FlowNode erf)
    {
        if (flow.Producer(erf.Inputs[0]) is not { } inner || !(Is(inner, "Div", Math.Sqrt(2)) || Is(inner, "Mul", Math.Sqrt(0.5))) || !flow.HasOneReader(inner.Output)
            || Next(flow, erf, "Add") is not { } sum || !Is(sum, "Add", 1) || Next(flow, sum, "Mul") is not { Inputs.Count: 2 } product)
        {
            return false;
        }

        var (x, other) = (inner.Inputs[0], product.Inputs.First(i => i != sum.Output));
        if (other == x && Next(flow, product, "Mul") is { } half && Is(half, "Mul", 0.5))
        {
            Replace(flow, half, x, "Gelu", [inner, erf, sum, product, half])!.Attributes.Add("approximate", "none");
            return true;
        }

        if (flow.Producer(other) is { } before && Is(before, "Mul", 0.5) && before.Inputs[0] == x && flow.HasOneReader(other))
        {
            Replace(flow, product, x, "Gelu", [inner, erf, sum, before, product])!.Attributes.Add("approximate", "none");
            return true;
        }

        return false;
    }

    /// <summary>(x − mean) / √(mean of squares + ε) · scale + bias over the last axis.</summary>
    private static bool Normalisation(Flow flow, FlowNode root)
    {
        if (flow.Producer(root.Inputs[0]) is not { Operation: "Add" } shifted || Scalar(shifted) is not { } epsilon || flow.Producer(shifted.Inputs[0]) is not { Operation: "ReduceMean" } variance
            || flow.Producer(variance.Inputs[0]) is not { Operation: "Mul", Inputs: [var a, var b] } square || a != b
            || flow.Producer(a) is not { Operation: "Sub", Inputs: [var x, var m] } centred || flow.Producer(m) is not { Operation: "ReduceMean" } mean || mean.Inputs[0] != x
            || !IsLastAxis(flow, mean, x) || !IsLastAxis(flow, variance, x) || Next(flow, root, "Div") is not { } quotient || !quotient.Inputs.SequenceEqual([a, root.Output])
            || Next(flow, quotient, "Mul") is not { Inputs.Count: 1 } scaled || Next(flow, scaled, "Add") is not { Inputs.Count: 1 } biased)
        {
            return false;
        }

        var result = Replace(flow, biased, x, "LayerNormalization", [mean, centred, square, variance, shifted, root, quotient, scaled, biased])!;
        result.Attributes.Add("axis", $"{flow.Shapes[x].Length - 1}");
        result.Attributes.Add("epsilon", epsilon.ToString("R"));
        result.Constants.Add("scale", scaled.Constants.Values.First());
        result.Constants.Add("bias", biased.Constants.Values.First());
        return true;
    }

    private static bool IsLastAxis(Flow flow, FlowNode node, string x) =>
        node.Attributes["axes"] == $"{flow.Shapes[x].Length - 1}" && node.Attributes["keepdims"] == "1";

    private static float? Scalar(FlowNode node) => node.Constants.Count == 1 && node.Constants.Values.First() is { Count: 1 } constant ? constant.ToFloats()[0] : null;

    private static bool Is(FlowNode node, string operation, double constant) =>
        node.Operation == operation && !(operation == "Div" && node.Constants.ContainsKey("left")) && Scalar(node) is { } value && Math.Abs(value - constant) < 1e-5 * constant;

    private static FlowNode? Next(Flow flow, FlowNode node, string operation) =>
        flow.HasOneReader(node.Output) && flow.Readers(node.Output).First() is { } reader && reader.Operation == operation ? reader : null;

    private static FlowNode? Replace(Flow flow, FlowNode last, string input, string operation, FlowNode[] parts)
    {
        var result = new FlowNode { Name = last.Name, Operation = operation, Inputs = [input], Output = last.Output };
        flow.Nodes[flow.Nodes.IndexOf(last)] = result;
        foreach (var part in parts.Where(p => p != last))
        {
            flow.Nodes.Remove(part);
            flow.Folded[part.Name] = last.Name;
        }

        return result;
    }
}
