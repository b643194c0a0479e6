using System.Collections.Immutable;
using Cimarron.Inference.Graphs;
using Cimarron.Workloads.Onnx;

namespace Cimarron.Inference.Execution;

/// <summary>Operators that move data, or look at it through another shape.</summary>
internal static class ShapeKernels
{
    private static readonly string[] Views = ["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity"];

    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table)
    {
        foreach (var view in Views)
        {
            table.Add(view, n => [n[0].Reshaped(n.OutputShape())]);
        }

        table.Add("Dropout", Dropout);
        table.Add("Constant", Constant);
        table.Add("ConstantOfShape", Fill);
        table.Add("Shape", n => [Dims(n[0].Shape.Select(d => (long)d).ToArray()[Range(n)])]);
        table.Add("Cast", Cast);
        table.Add("Transpose", n => [Transpose(n[0], n.Attributes.Integers("perm"))]);
        table.Add("Concat", Concat);
        table.Add("Slice", n => [SlicePlan.Of(n[0].Shape, n.Integers("starts", 1), n.Integers("ends", 2), n.Integers("axes", 3), n.Integers("steps", 4)).Apply(n[0])]);
        table.Add("Split", Split);
        table.Add("Expand", n => [Broadcasting.Map(n[0].Shape, n.OutputShape()) is { } map ? Broadcasting.Take(n[0], map, n.OutputShape()) : n[0]]);
        table.Add("Pad", Pad);
    }

    /// <summary>A tensor with its axes in another order; reversed when none is given.</summary>
    public static Tensor Transpose(Tensor source, long[]? order)
    {
        order ??= [.. Enumerable.Range(0, source.Shape.Length).Reverse().Select(i => (long)i)];
        var strides = Broadcasting.Strides(source.Shape);
        var shape = order.Select(a => source.Shape[(int)a]).ToImmutableArray();
        return Broadcasting.Take(source, Broadcasting.Positions(shape, [.. order.Select(a => strides[(int)a])]), shape);
    }

    private static Tensor Dims(long[] values) => Tensor.Of(ElementType.Int64, values, values.Length);

    private static Range Range(KernelContext node)
    {
        var rank = node[0].Shape.Length;
        int At(string name, int otherwise) => (int)Math.Clamp(node.Attributes.Integer(name, otherwise) is var i && i < 0 ? i + rank : i, 0, rank);
        var start = At("start", 0);
        return start..Math.Max(start, At("end", rank));
    }

    private static Tensor[] Dropout(KernelContext node) =>
        [node[0], Tensor.Of(ElementType.Bool, [.. Enumerable.Repeat(1L, node[0].Count)], node[0].Shape)];

    private static Tensor[] Constant(KernelContext node)
    {
        var tensor = node.Attributes.Find("value")?.T ?? throw new KernelException("a constant of this kind is not supported");
        return [new ValueDecoder("").Decode(node.Node.Outputs[0], tensor)];
    }

    private static Tensor[] Fill(KernelContext node)
    {
        var value = node.Attributes.Find("value")?.T is { } tensor ? new ValueDecoder("").Decode(node.Node.Outputs[0], tensor) : Tensor.Of([0f], 1);
        var shape = node.OutputShape();
        var count = shape.Aggregate(1, (product, d) => checked(product * d));
        return [Broadcasting.Take(value, new int[count], shape)];
    }

    private static Tensor[] Cast(KernelContext node)
    {
        var to = (int)node.Attributes.Integer("to", 0);
        var type = ValueDecoder.TypeOf(to) ?? throw new KernelException($"a cast to element type {to} is not supported");
        if (type == ElementType.Bool)
        {
            return [Tensor.Of(type, [.. node[0].ToFloats().Select(v => v == 0 ? 0L : 1L)], node[0].Shape)];
        }

        return type.IsReal()
            ? [Tensor.Of(to == OnnxType.Float16 ? Array.ConvertAll(node[0].ToFloats(), v => (float)(Half)v) : node[0].ToFloats(), node[0].Shape)]
            : [Tensor.Of(type, Array.ConvertAll(node[0].ToIntegers(), v => type.Wrap(v)), node[0].Shape)];
    }

    private static Tensor[] Concat(KernelContext node)
    {
        var parts = Enumerable.Range(0, node.InputCount).Select(i => node[i]).ToArray();
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", 1), parts[0].Shape.Length);
        return [Join(parts, axis)];
    }

    /// <summary>Tensors joined along an axis.</summary>
    public static Tensor Join(IReadOnlyList<Tensor> parts, int axis)
    {
        var shape = parts[0].Shape.SetItem(axis, parts.Sum(p => p.Shape[axis]));
        var inner = shape.Skip(axis + 1).Aggregate(1, (product, d) => product * d);
        var outer = shape.Take(axis).Aggregate(1, (product, d) => product * d);
        var reals = parts[0].IsReal ? new float[outer * inner * shape[axis]] : null;
        var integers = parts[0].IsReal ? null : new long[outer * inner * shape[axis]];
        var at = 0;
        for (var block = 0; block < outer; block++)
        {
            foreach (var part in parts)
            {
                var length = inner * part.Shape[axis];
                Array source = part.IsReal ? part.RealArray : part.IntegerArray;
                Array.Copy(source, block * length, (Array?)reals ?? integers!, at, length);
                at += length;
            }
        }

        return reals is not null ? Tensor.Of(reals, shape) : Tensor.Of(parts[0].Type, integers!, shape);
    }

    private static Tensor[] Split(KernelContext node)
    {
        var shape = node[0].Shape;
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", 0), shape.Length);
        var start = 0;
        var parts = new Tensor[node.Node.Outputs.Length];
        var sizes = node.Integers("split", 1);
        var even = (shape[axis] + parts.Length - 1) / parts.Length;
        for (var i = 0; i < parts.Length; i++)
        {
            var length = sizes is null ? Math.Clamp(shape[axis] - start, 0, even) : (int)sizes[i];
            parts[i] = SlicePlan.Part(shape, axis, start, length).Apply(node[0]);
            start += length;
        }

        return parts;
    }

    private static Tensor[] Pad(KernelContext node)
    {
        var mode = node.Attributes.Text("mode", "constant");
        var shape = node[0].Shape;
        var pads = node.Integers("pads", 1) ?? throw new KernelException("pads are missing");
        var axes = node.Optional(3)?.ToIntegers() ?? [.. Enumerable.Range(0, shape.Length).Select(i => (long)i)];
        var before = new int[shape.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            before[KernelContext.Axis(axes[i], shape.Length)] = (int)pads[i];
        }

        var output = node.OutputShape();
        var positions = PadPositions(shape, output, before, mode);
        var fill = node.Optional(2) ?? Tensor.Of([node.Attributes.Real("value", 0)], 1);
        return [Broadcasting.TakeOr(node[0], positions, output, fill)];
    }

    /// <summary>The source element of every padded element; −1 in the padding.</summary>
    public static int[] PadPositions(ImmutableArray<int> shape, ImmutableArray<int> output, IReadOnlyList<int> before, string mode)
    {
        var strides = Broadcasting.Strides(shape);
        var positions = new int[output.Aggregate(1, (product, d) => checked(product * d))];
        foreach (var (length, axis) in output.Select((d, i) => (d, i)))
        {
            var inner = output.Skip(axis + 1).Aggregate(1, (product, d) => product * d);
            for (var i = 0; i < positions.Length; i++)
            {
                var at = (i / inner % length) - before[axis];
                at = Source(at, shape[axis], mode);
                positions[i] = at < 0 || positions[i] < 0 ? -1 : positions[i] + (at * strides[axis]);
            }
        }

        return positions;
    }

    private static int Source(int at, int length, string mode) => at >= 0 && at < length ? at : mode switch
    {
        "constant" => -1,
        "edge" => Math.Clamp(at, 0, length - 1),
        "reflect" when length > 1 => Source(at < 0 ? -at : (2 * (length - 1)) - at, length, mode),
        _ => throw new KernelException($"the mode '{mode}' is not supported"),
    };
}
