namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Operators that repeat, pad and rearrange tensors into larger or smaller ones.</summary>
internal static class ResizingOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        table.Add("Expand", Expand);
        table.Add("Tile", Tile);
        table.Add("Pad", Pad);
        table.Add("Resize", Resize);
        table.Add("Upsample", n => n.Set(0, n.Require(0).Type, Scaled(n, n.ShapeOf(0), UpsampleScales(n))));
        table.Add("DepthToSpace", n => DepthSpace(n, toSpace: true));
        table.Add("SpaceToDepth", n => DepthSpace(n, toSpace: false));
        table.Add("GridSample", GridSample);
    }

    private static void Expand(NodeContext node)
    {
        var shape = Broadcast.Shapes(node.ShapeOf(0), new TensorShape(node.IntegersOf(1)));
        node.SetFolded(0, node.Require(0).Type, shape, [0], () => Broadcast.Expand(node.ValueOf(0), shape));
    }

    private static void Tile(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var repeats = node.IntegersOf(1);
        if (repeats.Length != shape.Rank)
        {
            throw NodeProblemException.Invalid($"{repeats.Length} repeats are given for {shape}");
        }

        var result = new TensorShape(shape.Dims.Select((d, i) => Product(d, repeats[i])));
        var strides = shape.Strides();
        node.SetFolded(0, node.Require(0).Type, result, [0], () => node.ValueOf(0).Remap(result, index =>
        {
            long at = 0;
            for (var i = 0; i < strides.Length; i++)
            {
                at += index[i] % shape[i] * strides[i];
            }

            return at;
        }));
    }

    private static long Product(long dim, long factor) => (Int128)dim * factor is var p && p >= 0 && p <= long.MaxValue
        ? (long)p
        : throw NodeProblemException.Invalid($"a dimension of {dim} cannot be repeated {factor} times");

    private static void Pad(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var pads = node.IntegersOf("pads", 1) ?? throw NodeProblemException.Invalid("pads are missing");
        var axes = node.Optional(3) is null ? [.. Enumerable.Range(0, shape.Rank).Select(i => (long)i)] : node.IntegersOf(3);
        if (pads.Length != 2 * axes.Length)
        {
            throw NodeProblemException.Invalid($"{pads.Length} pads are given for {axes.Length} axes");
        }

        var dims = shape.Dims.ToArray();
        var before = new long[dims.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = NodeContext.Axis(axes[i], shape.Rank);
            var size = (Int128)dims[axis] + pads[i] + pads[i + axes.Length];
            dims[axis] = size >= 0 && size <= long.MaxValue
                ? (long)size
                : throw NodeProblemException.Invalid($"padding turns a dimension of {dims[axis]} into {size}");
            before[axis] = pads[i];
        }

        var result = new TensorShape(dims);
        if (node.Attributes.Text("mode", "constant") != "constant")
        {
            node.Set(0, node.Require(0).Type, result);
            return;
        }

        node.SetFolded(0, node.Require(0).Type, result, [0, 2], () => Padded(node, shape, result, before));
    }

    private static ConstantTensor Padded(NodeContext node, TensorShape shape, TensorShape result, long[] before)
    {
        var value = node.ValueOf(0);
        var fill = node.Optional(2)?.Value is { Count: > 0 } f ? f : null;
        var strides = shape.Strides();
        var places = new long[result.Elements];
        var index = new long[result.Rank];
        for (var flat = 0; flat < places.Length; flat++)
        {
            long at = 0;
            for (var axis = 0; axis < index.Length; axis++)
            {
                var source = index[axis] - before[axis];
                at = at < 0 || source < 0 || source >= shape[axis] ? -1 : at + (source * strides[axis]);
            }

            places[flat] = at;
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == result[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        return value.IsInteger
            ? ConstantTensor.Make(value.Type, result, i => places[i] < 0 ? fill?.Integer(0) ?? 0 : value.Integer(places[i]))
            : ConstantTensor.MakeReal(value.Type, result, i => places[i] < 0 ? fill?.Real(0) ?? 0 : value.Real(places[i]));
    }

    private static void Resize(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var type = node.Require(0).Type;
        var axes = node.Attributes.Integers("axes")?.Select(a => NodeContext.Axis(a, shape.Rank)).ToArray() ?? [.. Enumerable.Range(0, shape.Rank)];
        var scaleInput = node.Opset >= 11 ? 2 : 1;
        if (node.Optional(3) is { } sizes && sizes.Shape is not { Elements: 0 })
        {
            node.Set(0, type, Sized(node, shape, node.IntegersOf(3), axes));
            return;
        }

        var scales = node.ValueOf(scaleInput);
        node.Set(0, type, Scaled(node, shape, [.. Enumerable.Range(0, scales.Count).Select(i => scales.Real(i))], axes));
    }

    private static TensorShape Sized(NodeContext node, TensorShape shape, long[] sizes, int[] axes)
    {
        if (sizes.Length != axes.Length)
        {
            throw NodeProblemException.Invalid($"{sizes.Length} sizes are given for {axes.Length} axes");
        }

        var policy = node.Attributes.Text("keep_aspect_ratio_policy", "stretch");
        var ratios = axes.Select((a, i) => sizes[i] / (double)shape[a]);
        var scale = policy == "not_larger" ? ratios.Min() : ratios.Max();
        var dims = shape.Dims.ToArray();
        for (var i = 0; i < axes.Length; i++)
        {
            dims[axes[i]] = policy == "stretch" ? sizes[i] : Whole(Math.Round(shape[axes[i]] * scale, MidpointRounding.AwayFromZero));
        }

        return new TensorShape(dims);
    }

    private static double[] UpsampleScales(NodeContext node)
    {
        if (node.Attributes.Find("scales") is { } attribute)
        {
            return [.. attribute.Floats.Select(f => (double)f)];
        }

        var value = node.ValueOf(1);
        return [.. Enumerable.Range(0, value.Count).Select(i => value.Real(i))];
    }

    private static TensorShape Scaled(NodeContext node, TensorShape shape, double[] scales, int[]? axes = null)
    {
        axes ??= [.. Enumerable.Range(0, shape.Rank)];
        if (scales.Length != axes.Length)
        {
            throw NodeProblemException.Invalid($"{scales.Length} scales are given for {axes.Length} axes of {node.OpType}");
        }

        var dims = shape.Dims.ToArray();
        for (var i = 0; i < axes.Length; i++)
        {
            // Scales are stored in single precision, so the product is taken there: 7 · 1.4285715 must give 10.
            dims[axes[i]] = Whole(Math.Floor((float)scales[i] * (float)dims[axes[i]]));
        }

        return new TensorShape(dims);
    }

    private static long Whole(double value) => value is >= 0 and < 9e18
        ? (long)value
        : throw NodeProblemException.Invalid($"a resized dimension would be {value}");

    private static void DepthSpace(NodeContext node, bool toSpace)
    {
        var shape = node.ShapeOf(0);
        var block = node.Attributes.Integer("blocksize", 0);
        if (shape.Rank != 4 || block is < 1 or > int.MaxValue)
        {
            throw NodeProblemException.Invalid($"{shape} with blocksize {block}: a 4-D input and a blocksize ≥ 1 are required");
        }

        var isExact = toSpace ? (Int128)shape[1] % ((Int128)block * block) == 0 : shape[2] % block == 0 && shape[3] % block == 0;
        if (!isExact)
        {
            throw NodeProblemException.Invalid($"{shape} is not divisible by blocksize {block}");
        }

        node.Set(0, node.Require(0).Type, toSpace
            ? new TensorShape([shape[0], shape[1] / (block * block), Product(shape[2], block), Product(shape[3], block)])
            : new TensorShape([shape[0], Product(shape[1], block * block), shape[2] / block, shape[3] / block]));
    }

    private static void GridSample(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var grid = node.ShapeOf(1);
        if (shape.Rank < 3 || grid.Rank != shape.Rank)
        {
            throw NodeProblemException.Invalid($"grid {grid} does not fit input {shape}");
        }

        node.Set(0, node.Require(0).Type, new TensorShape([shape[0], shape[1], .. grid.Dims[1..^1]]));
    }
}
