using Cimarron.Inference.Execution;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Pooling, means, softmax and normalisations.</summary>
internal static class ReducingLowering
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, LoweringRule> table)
    {
        table.Add("MaxPool", n => Pool(n, "MaxPool"));
        table.Add("AveragePool", n => Pool(n, "AveragePool"));
        table.Add("GlobalAveragePool", n => n.Image("GlobalAveragePool"));
        table.Add("GlobalMaxPool", n => n.Image("GlobalMaxPool"));
        table.Add("ReduceMean", Mean);
        table.Add("Softmax", Softmax);
        table.Add("LayerNormalization", n => Normalise(n, "LayerNormalization"));
        table.Add("RMSNormalization", n => Normalise(n, "RMSNormalization"));
        table.Add("SimplifiedLayerNormalization", n => Normalise(n, "RMSNormalization"));
        table.Add("com.microsoft:SimplifiedLayerNormalization", n => Normalise(n, "RMSNormalization"));
        table.Add("BatchNormalization", n => n.Vector(
            "BatchNormalization",
            ("epsilon", n.Attributes.Real("epsilon", 1e-5f)), ("scale", n.RequireConstant(1)), ("bias", n.RequireConstant(2)), ("mean", n.RequireConstant(3)), ("var", n.RequireConstant(4))));
    }

    /// <summary>A pool over windows of the first input; one along a line is a pool over an image of width 1.</summary>
    public static void Pool(FlowContext node, string operation)
    {
        var shape = node.ShapeOf(0);
        var kernel = node.Attributes.Integers("kernel_shape") ?? throw new KernelException("the kernel is missing");
        var window = node.Window(shape[2..], kernel);
        if (shape.Length is < 3 or > 4)
        {
            throw new KernelException("only one or two spatial axes are supported");
        }

        int[] line = shape.Length == 3 ? [1] : [];
        int[] none = shape.Length == 3 ? [0] : [];
        List<(string, object)> attributes =
        [
            ("kernel_shape", window.Kernel.Concat(line)), ("strides", window.Stride.Concat(line)), ("dilations", window.Dilation.Concat(line)),
            ("pads", window.Before.Concat(none).Concat(window.After).Concat(none)), ("ceil_mode", node.Attributes.Integer("ceil_mode", 0)),
        ];
        if (operation == "AveragePool")
        {
            attributes.Add(("count_include_pad", node.Attributes.Integer("count_include_pad", 0) != 0 ? 1 : 0));
        }

        node.Image(operation, [.. attributes]);
    }

    private static void Mean(FlowContext node)
    {
        var rank = node.ShapeOf(0).Length;
        var axes = node.Integers("axes", 1);
        if (axes is null or [] && node.Attributes.Integer("noop_with_empty_axes", 0) != 0)
        {
            node.Alias(0, node.Input(0));
            return;
        }

        var reduced = axes is null or [] ? Enumerable.Range(0, rank) : axes.Select(a => KernelContext.Axis(a, rank)).Order();
        node.Vector("ReduceMean", ("axes", reduced), ("keepdims", node.Attributes.Integer("keepdims", 1) != 0 ? 1 : 0));
    }

    private static void Softmax(FlowContext node)
    {
        var shape = node.ShapeOf(0);
        var isFlat = node.Node.Context.Opset < 13;
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", isFlat ? 1 : -1), shape.Length);

        // Before operator set 13 everything from the axis on is one row; with nothing behind the axis both mean the same.
        node.Vector("Softmax", ("axis", !isFlat || shape.Skip(axis + 1).All(d => d == 1) ? axis : throw new KernelException("a softmax over several axes is not supported")));
    }

    private static void Normalise(FlowContext node, string operation)
    {
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", -1), node.ShapeOf(0).Length);
        var result = node.Vector(operation, ("axis", axis), ("epsilon", node.Attributes.Real("epsilon", 1e-5f)), ("scale", node.RequireConstant(1)));
        if (node.Node.Input(2) is not null)
        {
            result.Constants.Add("bias", node.RequireConstant(2));
        }
    }
}
