namespace Cimarron.Inference.Execution;

/// <summary>Operators that treat every element by itself.</summary>
internal static class UnaryKernels
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table)
    {
        table.Add("Relu", n => n[0].IsReal ? Map(n, v => v > 0 ? v : 0 * v) : [Tensor.Of(n[0].Type, [.. n[0].IntegerArray.Select(v => Math.Max(v, 0))], n[0].Shape)]);
        table.Add("Sigmoid", n => Map(n, v => (float)SpecialFunctions.Sigmoid(v)));
        table.Add("Tanh", n => Map(n, MathF.Tanh));
        table.Add("Erf", n => Map(n, v => (float)SpecialFunctions.Erf(v)));
        table.Add("Exp", n => Map(n, MathF.Exp));
        table.Add("Log", n => Map(n, MathF.Log));
        table.Add("Sqrt", n => Map(n, MathF.Sqrt));
        table.Add("Reciprocal", n => Map(n, v => 1 / v));
        table.Add("Floor", n => Map(n, MathF.Floor));
        table.Add("Ceil", n => Map(n, MathF.Ceiling));
        table.Add("Round", n => Map(n, v => MathF.Round(v, MidpointRounding.ToEven)));
        table.Add("Sin", n => Map(n, MathF.Sin));
        table.Add("Cos", n => Map(n, MathF.Cos));
        table.Add("Softplus", n => Map(n, v => v > 30 ? v : (float)Math.Log(1 + Math.Exp(v))));
        table.Add("Softsign", n => Map(n, v => v / (1 + Math.Abs(v))));
        table.Add("Mish", n => Map(n, v => (float)(v * Math.Tanh(v > 30 ? v : Math.Log(1 + Math.Exp(v))))));
        table.Add("HardSwish", n => Map(n, v => v * Math.Clamp((v / 6) + 0.5f, 0, 1)));
        table.Add("Neg", n => n[0].IsReal ? Map(n, v => -v) : MapIntegers(n, v => -v));
        table.Add("Abs", n => n[0].IsReal ? Map(n, Math.Abs) : MapIntegers(n, Math.Abs));
        table.Add("Not", n => MapIntegers(n, v => v == 0 ? 1 : 0));
        RegisterParametric(table);
    }

    private static void RegisterParametric(Dictionary<string, Kernel> table)
    {
        table.Add("LeakyRelu", n => With(n, n.Attributes.Real("alpha", 0.01f), (a, v) => v < 0 ? a * v : v));
        table.Add("Elu", n => With(n, n.Attributes.Real("alpha", 1), (a, v) => v < 0 ? a * (MathF.Exp(v) - 1) : v));
        table.Add("HardSigmoid", n => With(n, (A: n.Attributes.Real("alpha", 0.2f), B: n.Attributes.Real("beta", 0.5f)), (p, v) => Math.Clamp((p.A * v) + p.B, 0, 1)));
        table.Add("Swish", n => With(n, n.Attributes.Real("alpha", 1), (a, v) => (float)(v * SpecialFunctions.Sigmoid(a * v))));
        table.Add("com.microsoft:QuickGelu", n => With(n, n.Attributes.Real("alpha", 1.702f), (a, v) => (float)(v * SpecialFunctions.Sigmoid(a * v))));
        table.Add("Gelu", n => n.Attributes.Text("approximate", "none") == "tanh" ? Map(n, v => (float)SpecialFunctions.GeluTanh(v)) : Map(n, v => (float)SpecialFunctions.Gelu(v)));
        table.Add("com.microsoft:Gelu", n => Map(n, v => (float)SpecialFunctions.Gelu(v)));
        table.Add("com.microsoft:FastGelu", n => n.Optional(1) is null ? Map(n, v => (float)SpecialFunctions.GeluTanh(v)) : throw new KernelException("a bias is not supported"));
        table.Add("Clip", Clip);
    }

    /// <summary>The bounds of a clip, of attributes in old operator sets and of inputs in new ones.</summary>
    public static (float Low, float High) Bounds(Workloads.Onnx.AttributeBag attributes, Tensor? low, Tensor? high) =>
        (low is { Count: > 0 } ? low.ToFloats()[0] : attributes.Real("min", float.NegativeInfinity), high is { Count: > 0 } ? high.ToFloats()[0] : attributes.Real("max", float.PositiveInfinity));

    private static Tensor[] Clip(KernelContext node)
    {
        var (low, high) = Bounds(node.Attributes, node.Optional(1), node.Optional(2));
        return node[0].IsReal
            ? With(node, (low, high), (b, v) => Math.Min(b.high, Math.Max(b.low, v)))
            : MapIntegers(node, v => (long)Math.Min(high, Math.Max(low, v)));
    }

    private static Tensor[] Map(KernelContext node, Func<float, float> function) => With(node, function, (f, v) => f(v));

    private static Tensor[] With<T>(KernelContext node, T parameters, Func<T, float, float> function)
    {
        var source = node.Reals(0);
        var result = new float[source.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = function(parameters, source[i]);
        }

        return [Tensor.Of(result, node[0].Shape)];
    }

    private static Tensor[] MapIntegers(KernelContext node, Func<long, long> function) =>
        [Tensor.Of(node[0].Type, Array.ConvertAll(node[0].IntegerArray, v => node[0].Type.Wrap(function(v))), node[0].Shape)];
}
