namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Operators with one data input and an output of the same shape: activations, normalisations, rounding, quantisation.</summary>
internal static class UnaryOperators
{
    private static readonly string[] NotFolded =
    [
        "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Erf", "Gelu", "HardSwish", "HardSigmoid", "Elu", "Selu", "Celu", "Softplus", "Softsign",
        "ThresholdedRelu", "Mish", "Swish", "Shrink", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh",
        "Softmax", "LogSoftmax", "Hardmax", "LpNormalization", "LRN", "MeanVarianceNormalization", "InstanceNormalization",
        "GroupNormalization", "RMSNormalization", "BatchNormalization", "CumSum", "CumProd", "Trilu", "ReverseSequence", "BitwiseNot",
        "RotaryEmbedding", "DequantizeLinear", "Bernoulli",
    ];

    private static readonly string[] Boolean = ["IsNaN", "IsInf"];

    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        foreach (var name in NotFolded)
        {
            table.Add(name, SameShape);
        }

        foreach (var name in Boolean)
        {
            table.Add(name, n => n.Set(0, OnnxType.Bool, n.ShapeOf(0)));
        }

        table.Add("Neg", n => Fold(n, v => unchecked(-v), v => -v));
        table.Add("Abs", n => Fold(n, v => v == long.MinValue ? long.MaxValue : Math.Abs(v), Math.Abs));
        table.Add("Sign", n => Fold(n, v => Math.Sign(v), v => double.IsNaN(v) ? v : Math.Sign(v)));
        table.Add("Floor", n => Fold(n, v => v, Math.Floor));
        table.Add("Ceil", n => Fold(n, v => v, Math.Ceiling));
        table.Add("Round", n => Fold(n, v => v, v => Math.Round(v, MidpointRounding.ToEven)));
        table.Add("Sqrt", n => Fold(n, null, Math.Sqrt));
        table.Add("Exp", n => Fold(n, null, Math.Exp));
        table.Add("Log", n => Fold(n, null, Math.Log));
        table.Add("Reciprocal", n => Fold(n, null, v => 1 / v));
        table.Add("Not", n => Fold(n, v => v == 0 ? 1 : 0, v => v == 0 ? 1 : 0));
        table.Add("Clip", Clip);
        table.Add("LayerNormalization", LayerNormalization);
        table.Add("QuantizeLinear", Quantize);
        table.Add("DynamicQuantizeLinear", DynamicQuantize);
    }

    /// <summary>An output like input 0, without values.</summary>
    public static void SameShape(NodeContext node) => node.Set(0, node.Require(0).Type, node.ShapeOf(0));

    private static void Fold(NodeContext node, Func<long, long>? integer, Func<double, double> real)
    {
        var type = node.Require(0).Type;
        var shape = node.ShapeOf(0);
        node.SetFolded(0, type, shape, [0], () =>
        {
            var value = node.ValueOf(0);
            return value.IsInteger && integer is not null
                ? ConstantTensor.Make(type, shape, i => integer(value.Integer(i)))
                : ConstantTensor.MakeReal(type, shape, i => real(value.Real(i)));
        });
    }

    private static void Clip(NodeContext node)
    {
        // Before operator set 11 the bounds are attributes, and inputs are not used on shapes.
        var type = node.Require(0).Type;
        var shape = node.ShapeOf(0);
        if (node.Attributes.Has("min") || node.Attributes.Has("max"))
        {
            SameShape(node);
            return;
        }

        node.SetFolded(0, type, shape, [0, 1, 2], () =>
        {
            var value = node.ValueOf(0);
            var low = node.Optional(1)?.Value is { Count: > 0 } l ? l : null;
            var high = node.Optional(2)?.Value is { Count: > 0 } h ? h : null;
            return value.IsInteger
                ? ConstantTensor.Make(type, shape, i => Math.Min(high?.Integer(0) ?? long.MaxValue, Math.Max(low?.Integer(0) ?? long.MinValue, value.Integer(i))))
                : ConstantTensor.MakeReal(type, shape, i => Math.Min(high?.Real(0) ?? double.MaxValue, Math.Max(low?.Real(0) ?? double.MinValue, value.Real(i))));
        });
    }

    private static void LayerNormalization(NodeContext node)
    {
        SameShape(node);
        var shape = node.ShapeOf(0);
        var axis = NodeContext.Axis(node.Attributes.Integer("axis", -1), shape.Rank);
        var statistics = new TensorShape(shape.Dims.Select((d, i) => i < axis ? d : 1));
        node.Set(1, OnnxType.Float, statistics);
        node.Set(2, OnnxType.Float, statistics);
    }

    private static void Quantize(NodeContext node)
    {
        var stated = (int)Math.Clamp(node.Attributes.Integer("output_dtype", 0), 0, 100);
        node.Set(0, node.Optional(2)?.Type ?? (stated > 0 ? stated : OnnxType.Uint8), node.ShapeOf(0));
    }

    private static void DynamicQuantize(NodeContext node)
    {
        node.Set(0, OnnxType.Uint8, node.ShapeOf(0));
        node.Set(1, OnnxType.Float, TensorShape.Scalar);
        node.Set(2, OnnxType.Uint8, TensorShape.Scalar);
    }
}
