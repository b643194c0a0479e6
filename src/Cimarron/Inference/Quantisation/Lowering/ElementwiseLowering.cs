using Cimarron.Inference.Execution;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Activations and arithmetic.</summary>
internal static class ElementwiseLowering
{
    private static readonly string[] Plain = ["Relu", "Sigmoid", "Tanh", "Erf", "Exp", "Sqrt", "Neg", "Abs", "HardSwish"];

    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, LoweringRule> table)
    {
        foreach (var name in Plain)
        {
            table.Add(name, n => n.Vector(name));
        }

        table.Add("LeakyRelu", n => n.Vector("LeakyRelu", ("alpha", n.Attributes.Real("alpha", 0.01f))));
        table.Add("HardSigmoid", n => n.Vector("HardSigmoid", ("alpha", n.Attributes.Real("alpha", 0.2f)), ("beta", n.Attributes.Real("beta", 0.5f))));
        table.Add("Gelu", n => n.Vector("Gelu", ("approximate", n.Attributes.Text("approximate", "none") == "tanh" ? "tanh" : "none")));
        table.Add("com.microsoft:Gelu", n => n.Vector("Gelu", ("approximate", "none")));
        table.Add("com.microsoft:FastGelu", n => n.VectorOf(n.InputCount > 1 ? throw new KernelException("a bias is not supported") : "Gelu", [n.Input(0)], ("approximate", "tanh")));
        table.Add("Swish", n => n.Vector(n.Attributes.Real("alpha", 1) == 1 ? "Silu" : throw new KernelException("only alpha = 1 is supported")));
        table.Add("Clip", Clip);
        foreach (var name in (string[])["Add", "Sub", "Mul", "Div"])
        {
            table.Add(name, n => Pair(n, name));
        }

        table.Add("Sum", n => Pair(n, n.InputCount == 2 ? "Add" : throw new KernelException("only sums of two are supported")));
        table.Add("Pow", Power);
        table.Add("Max", n => Bound(n, "min"));
        table.Add("Min", n => Bound(n, "max"));
    }

    /// <summary>An operator of two operands, one of which may be constant.</summary>
    public static void Pair(FlowContext node, string operation)
    {
        if (node.Constant(0) is { } left)
        {
            node.VectorOf(operation, [node.Input(1)], ("left", left));
        }
        else if (node.Constant(1) is { } right)
        {
            node.VectorOf(operation, [node.Input(0)], ("right", right));
        }
        else
        {
            node.VectorOf(operation, [node.Input(0), node.Input(1)]);
        }
    }

    private static void Clip(FlowContext node)
    {
        var (low, high) = UnaryKernels.Bounds(node.Attributes, node.Node.Input(1) is null ? null : node.RequireConstant(1), node.Node.Input(2) is null ? null : node.RequireConstant(2));
        var bounds = new List<(string, object)>();
        if (float.IsFinite(low))
        {
            bounds.Add(("min", low));
        }

        if (float.IsFinite(high))
        {
            bounds.Add(("max", high));
        }

        node.Vector("Clip", [.. bounds]);
    }

    private static void Power(FlowContext node)
    {
        switch (node.RequireConstant(1).ToFloats())
        {
            case [2]:
                node.VectorOf("Mul", [node.Input(0), node.Input(0)]);
                break;
            case [0.5f]:
                node.Vector("Sqrt");
                break;
            default:
                throw new KernelException("only squares and square roots are supported");
        }
    }

    private static void Bound(FlowContext node, string bound)
    {
        var at = node.InputCount != 2 ? throw new KernelException("only two operands are supported") : node.Constant(0) is null ? 1 : 0;
        var value = node.RequireConstant(at);
        node.VectorOf("Clip", [node.Input(1 - at)], (bound, value.Count == 1 ? value.ToFloats()[0] : throw new KernelException("only a scalar bound is supported")));
    }
}
