namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Operators that cut, join and reorder tensors.</summary>
internal static class SlicingOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        table.Add("Slice", Slice);
        table.Add("Split", Split);
        table.Add("Concat", Concat);
        table.Add("Transpose", Transpose);
    }

    private static void Slice(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var starts = node.IntegersOf("starts", 1) ?? throw NodeProblemException.Invalid("starts are missing");
        var ends = node.IntegersOf("ends", 2) ?? throw NodeProblemException.Invalid("ends are missing");
        var axes = node.IntegersOf("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        var steps = node.IntegersOf("steps", 4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw NodeProblemException.Invalid("starts, ends, axes and steps have different lengths");
        }

        var dims = shape.Dims.ToArray();
        var first = new long[dims.Length];
        var step = Enumerable.Repeat(1L, dims.Length).ToArray();
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = NodeContext.Axis(axes[i], shape.Rank);
            (first[axis], dims[axis]) = Range(shape[axis], starts[i], ends[i], steps[i]);
            step[axis] = steps[i];
        }

        var result = new TensorShape(dims);
        var type = node.Require(0).Type;
        node.SetFolded(0, type, result, [0], () =>
        {
            var strides = shape.Strides();
            return node.ValueOf(0).Remap(result, index =>
            {
                long at = 0;
                for (var axis = 0; axis < strides.Length; axis++)
                {
                    at += (first[axis] + (index[axis] * step[axis])) * strides[axis];
                }

                return at;
            });
        });
    }

    /// <summary>The first index and the number of indices of a slice along an axis.</summary>
    public static (long First, long Count) Range(long size, long start, long end, long step)
    {
        if (step is 0 or long.MinValue)
        {
            throw NodeProblemException.Invalid($"a slice step of {step} is not allowed");
        }

        start = start < 0 ? start + size : start;
        end = end < 0 ? Math.Max(end, -size - 1) + size : end;
        if (step > 0)
        {
            start = Math.Clamp(start, 0, size);
            end = Math.Clamp(end, 0, size);
            return (start, end <= start ? 0 : ((end - start - 1) / step) + 1);
        }

        start = Math.Clamp(start, -1, size - 1);
        end = Math.Clamp(end, -1, size - 1);
        return (start, start <= end ? 0 : ((start - end - 1) / -step) + 1);
    }

    private static void Split(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var axis = NodeContext.Axis(node.Attributes.Integer("axis", 0), shape.Rank);
        var sizes = node.IntegersOf("split", 1) ?? EvenParts(node, shape[axis]);
        if (sizes.Length != node.OutputCount || sizes.Any(s => s < 0) || sizes.Aggregate((Int128)0, (sum, s) => sum + s) != shape[axis])
        {
            throw NodeProblemException.Invalid($"axis {axis} of {shape} cannot be split into [{string.Join(", ", sizes)}] for {node.OutputCount} outputs");
        }

        long start = 0;
        for (var output = 0; output < sizes.Length; output++)
        {
            var offset = start;
            var part = new TensorShape(shape.Dims.SetItem(axis, sizes[output]));
            var strides = shape.Strides();
            node.SetFolded(output, node.Require(0).Type, part, [0], () => node.ValueOf(0).Remap(part, index =>
            {
                var at = offset * strides[axis];
                for (var i = 0; i < strides.Length; i++)
                {
                    at += index[i] * strides[i];
                }

                return at;
            }));
            start += sizes[output];
        }
    }

    private static long[] EvenParts(NodeContext node, long size)
    {
        // Operator set 18 rounds the parts up and lets the last one be smaller; before, the size is divisible.
        var count = node.OutputCount;
        if (count == 0)
        {
            throw NodeProblemException.Invalid("a split needs outputs");
        }

        var part = (size / count) + (size % count == 0 ? 0 : 1);
        return [.. Enumerable.Range(0, count).Select(i => Math.Clamp(size - (i * part), 0, part))];
    }

    private static void Concat(NodeContext node)
    {
        if (node.InputCount == 0)
        {
            throw NodeProblemException.Invalid("at least one input is required");
        }

        var shapes = Enumerable.Range(0, node.InputCount).Select(node.ShapeOf).ToArray();
        var axis = NodeContext.Axis(node.Attributes.Integer("axis", 1), shapes[0].Rank);
        var total = (Int128)0;
        foreach (var shape in shapes)
        {
            if (shape.Rank != shapes[0].Rank || !shape.Dims.SetItem(axis, 0).AsSpan().SequenceEqual(shapes[0].Dims.SetItem(axis, 0).AsSpan()))
            {
                throw NodeProblemException.Invalid($"{shapes[0]} and {shape} cannot be joined along axis {axis}");
            }

            total += shape[axis];
        }

        if (total > long.MaxValue)
        {
            throw NodeProblemException.Invalid("the joined dimension exceeds 2^63 − 1");
        }

        var result = new TensorShape(shapes[0].Dims.SetItem(axis, (long)total));
        node.SetFolded(0, node.Require(0).Type, result, node.AllInputs, () => Join(node, result, axis));
    }

    private static ConstantTensor Join(NodeContext node, TensorShape result, int axis)
    {
        var parts = node.AllInputs.Select(node.ValueOf).Where(p => p.Count > 0).ToArray();
        var inner = result.Strides()[axis];
        var outer = result.Elements / Math.Max(1, inner * result[axis]);
        var integers = new List<long>();
        var reals = new List<double>();
        var areIntegers = parts.All(p => p.IsInteger);
        for (long block = 0; block < outer; block++)
        {
            foreach (var part in parts)
            {
                var length = inner * part.Shape[axis];
                for (var i = block * length; i < (block + 1) * length; i++)
                {
                    if (areIntegers)
                    {
                        integers.Add(part.Integer(i));
                    }
                    else
                    {
                        reals.Add(part.Real(i));
                    }
                }
            }
        }

        var type = node.Require(0).Type;
        return areIntegers ? new ConstantTensor(type, result, [.. integers]) : new ConstantTensor(type, result, [.. reals]);
    }

    private static void Transpose(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var order = node.Attributes.Integers("perm") ?? [.. Enumerable.Range(0, shape.Rank).Reverse().Select(i => (long)i)];
        if (order.Length != shape.Rank || !order.Order().SequenceEqual(Enumerable.Range(0, shape.Rank).Select(i => (long)i)))
        {
            throw NodeProblemException.Invalid($"attribute 'perm' [{string.Join(", ", order)}] is not an order of the axes of {shape}");
        }

        var result = new TensorShape(order.Select(a => shape[(int)a]));
        var strides = shape.Strides();
        node.ForwardsWeight = true;
        node.SetFolded(0, node.Require(0).Type, result, [0], () => node.ValueOf(0).Remap(result, index =>
        {
            long at = 0;
            for (var i = 0; i < order.Length; i++)
            {
                at += index[i] * strides[order[i]];
            }

            return at;
        }));
    }
}
