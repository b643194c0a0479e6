using Cimarron.Inference.Execution;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Operators that move values.</summary>
internal static class MovingLowering
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, LoweringRule> table)
    {
        foreach (var name in (string[])["Reshape", "Squeeze", "Unsqueeze"])
        {
            table.Add(name, n => n.Vector("Reshape"));
        }

        table.Add("Flatten", n => n.Vector("Flatten"));
        foreach (var name in (string[])["Identity", "Dropout"])
        {
            table.Add(name, n => n.Alias(0, n.Input(0)));
        }

        table.Add("Cast", n => n.Alias(0, Graphs.ValueDecoder.TypeOf((int)n.Attributes.Integer("to", 0))?.IsReal() == true ? n.Input(0) : throw new KernelException("a cast to integers cannot be quantised")));
        table.Add("Transpose", n => n.Vector("Transpose", ("perm", n.Attributes.Integers("perm") ?? [.. Enumerable.Range(0, n.ShapeOf(0).Length).Reverse().Select(i => (long)i)])));
        table.Add("Concat", Concat);
        table.Add("Slice", n => Cut(n, SlicePlan.Of(n.ShapeOf(0), n.Integers("starts", 1), n.Integers("ends", 2), n.Integers("axes", 3), n.Integers("steps", 4))));
        table.Add("Split", Split);
        table.Add("Gather", Gather);
        table.Add("Pad", Pad);
    }

    private static void Concat(FlowContext node)
    {
        var parts = Enumerable.Range(0, node.InputCount).Select(node.Input).ToArray();
        node.VectorOf("Concat", parts, ("axis", KernelContext.Axis(node.Attributes.Integer("axis", 1), node.ShapeOf(0).Length)));
    }

    private static (string, object)[] Attributes(SlicePlan plan) =>
    [
        ("axes", Enumerable.Range(0, plan.Count.Length)),
        ("starts", plan.First),
        ("ends", plan.First.Select((first, i) => End(first + ((plan.Count[i] - 1) * plan.Step[i]), plan.Step[i]))),
        ("steps", plan.Step),
    ];

    /// <summary>The end behind the last index; before the first element it cannot be written as −1, which would count from the back.</summary>
    private static int End(int last, int step) => step > 0 ? last + 1 : last > 0 ? last - 1 : -int.MaxValue;

    private static void Cut(FlowContext node, SlicePlan plan) => node.Vector("Slice", Attributes(plan));

    private static void Split(FlowContext node)
    {
        var shape = node.ShapeOf(0);
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", 0), shape.Length);
        var start = 0;
        for (var i = 0; i < node.Node.Outputs.Length; i++)
        {
            if (node.Node.Outputs[i].Length == 0)
            {
                throw new KernelException("a part without a name is not supported");
            }

            var length = node.OutputShape(i)[axis];
            var name = node.Flow.NodeName(node.Node.Name, isOwn: true);
            node.Append(
                new FlowNode { Name = name, Operation = "Slice", Inputs = [node.Input(0)], Output = node.Flow.Add(node.Node.Outputs[i], node.OutputShape(i), isOwn: true) },
                Attributes(SlicePlan.Part(shape, axis, start, length)));
            start += length;
        }
    }

    /// <summary>Picking one constant index is a cut; anything else is not done on quantised values.</summary>
    private static void Gather(FlowContext node)
    {
        var shape = node.ShapeOf(0);
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", 0), shape.Length);
        var index = node.RequireConstant(1) is { Count: 1 } one ? one.ToIntegers()[0] : throw new KernelException("only one constant index is supported");
        var plan = SlicePlan.Part(shape, axis, (int)(index < 0 ? index + shape[axis] : index), 1);
        if (plan.First[axis] < 0 || plan.First[axis] >= shape[axis])
        {
            throw new KernelException($"index {index} is outside axis {axis}");
        }

        if (plan.Count.AsSpan().SequenceEqual(node.OutputShape().AsSpan()))
        {
            Cut(node, plan);
        }
        else
        {
            var cut = node.Helper("slice", "Slice", node.Input(0), plan.Count, Attributes(plan));
            node.VectorOf("Reshape", [cut]);
        }
    }

    private static void Pad(FlowContext node)
    {
        var shape = node.ShapeOf(0);
        var pads = node.Integers("pads", 1) ?? throw new KernelException("pads are missing");
        var axes = node.Node.Input(3) is null ? [.. Enumerable.Range(0, shape.Length).Select(i => (long)i)] : node.RequireConstant(3).ToIntegers();
        var full = new long[2 * shape.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = KernelContext.Axis(axes[i], shape.Length);
            (full[axis], full[axis + shape.Length]) = (pads[i], pads[i + axes.Length]);
        }

        var value = node.Node.Input(2) is null ? node.Attributes.Real("value", 0) : node.RequireConstant(2).ToFloats()[0];
        node.Vector(node.Attributes.Text("mode", "constant") == "constant" ? "Pad" : throw new KernelException("only constant padding is supported"), ("pads", full), ("value", value));
    }
}
