using Cimarron.Inference.Execution;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Operators of models that are quantised already.</summary>
internal static class QuantizedLowering
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, LoweringRule> table)
    {
        foreach (var domain in (string[])["", "com.microsoft:"])
        {
            table.Add($"{domain}QuantizeLinear", n => n.Alias(0, n.Scaled(0, 1, 2)));
            table.Add($"{domain}DequantizeLinear", Dequantise);
        }

        table.Add("com.microsoft:QLinearAdd", n => Pair(n, "Add"));
        table.Add("com.microsoft:QLinearMul", n => Pair(n, "Mul"));
        table.Add("com.microsoft:QLinearSigmoid", n => Unary(n, () => n.VectorOf("Sigmoid", [n.Scaled(0, 1, 2)])));
        table.Add("com.microsoft:QLinearLeakyRelu", n => Unary(n, () => n.VectorOf("LeakyRelu", [n.Scaled(0, 1, 2)], ("alpha", n.Attributes.Real("alpha", 0.01f)))));
        table.Add("com.microsoft:QLinearSoftmax", n => Unary(n, () => n.VectorOf("Softmax", [n.Scaled(0, 1, 2)], ("axis", KernelContext.Axis(n.Attributes.Integer("axis", -1), n.ShapeOf(0).Length)))));
        table.Add("com.microsoft:QLinearGlobalAveragePool", n => Unary(n, () => n.VectorOf("GlobalAveragePool", [n.Scaled(0, 1, 2)])));
        table.Add("com.microsoft:QLinearAveragePool", n => Unary(n, () =>
        {
            n.Scaled(0, 1, 2);
            ReducingLowering.Pool(n, "AveragePool");
        }));
        table.Add("com.microsoft:QLinearConcat", Concat);
        foreach (var name in (string[])["DynamicQuantizeLinear", "MatMulInteger", "ConvInteger"])
        {
            table.Add(name, _ => throw new KernelException("scales that are computed at run time are not supported; quantise the real model instead"));
        }
    }

    private static void Unary(FlowContext node, Action lower)
    {
        if (node.Attributes.Integer("channels_last", 0) != 0)
        {
            throw new KernelException("the channels-last layout is not supported");
        }

        lower();
        node.ScaleOutput(3, 4);
    }

    private static void Dequantise(FlowContext node)
    {
        var tensor = node.Input(0);
        var zero = node.Constant(2);
        if (zero is null && node.Type(0) is { } type)
        {
            zero = Tensor.Of(type, [0], []);
        }

        if (!node.TryScale(tensor, node.RequireConstant(1), zero))
        {
            throw new KernelException("it states another scale than the operator that has quantised the tensor");
        }

        node.Alias(0, tensor);
    }

    private static void Pair(FlowContext node, string operation)
    {
        if (node.Constant(0) is { } left)
        {
            node.VectorOf(operation, [node.Scaled(3, 4, 5)], ("left", QuantisedKernels.Dequantise(left, node.RequireConstant(1), node.Constant(2), 0)));
        }
        else if (node.Constant(3) is { } right)
        {
            node.VectorOf(operation, [node.Scaled(0, 1, 2)], ("right", QuantisedKernels.Dequantise(right, node.RequireConstant(4), node.Constant(5), 0)));
        }
        else
        {
            node.VectorOf(operation, [node.Scaled(0, 1, 2), node.Scaled(3, 4, 5)]);
        }

        node.ScaleOutput(6, 7);
    }

    private static void Concat(FlowContext node)
    {
        // Scale and zero point of the output, then every part with its own.
        var parts = Enumerable.Range(0, (node.InputCount - 2) / 3).Select(i => node.Scaled((3 * i) + 2, (3 * i) + 3, (3 * i) + 4)).ToArray();
        node.VectorOf("Concat", parts, ("axis", KernelContext.Axis(node.Attributes.Integer("axis", 0), node.OutputShape().Length)));
        node.ScaleOutput(0, 1);
    }
}
