namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Operators that pick or place elements by computed indices.</summary>
internal static class GatheringOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        table.Add("Gather", Gather);
        table.Add("GatherElements", n => n.Set(0, n.Require(0).Type, n.ShapeOf(1)));
        table.Add("GatherND", GatherNd);
        table.Add("ScatterND", ScatterNd);
        table.Add("ScatterElements", UnaryOperators.SameShape);
        table.Add("Scatter", UnaryOperators.SameShape);
        table.Add("NonZero", NonZero);
        table.Add("TopK", TopK);
        table.Add("ArgMax", ArgExtreme);
        table.Add("ArgMin", ArgExtreme);
        table.Add("OneHot", OneHot);
    }

    private static void Gather(NodeContext node)
    {
        var data = node.ShapeOf(0);
        var indices = node.ShapeOf(1);
        var axis = NodeContext.Axis(node.Attributes.Integer("axis", 0), data.Rank);
        var result = new TensorShape([.. data.Dims[..axis], .. indices.Dims, .. data.Dims[(axis + 1)..]]);
        node.SetFolded(0, node.Require(0).Type, result, [0, 1], () =>
        {
            var picks = node.ValueOf(1);
            var strides = data.Strides();
            var pickStrides = indices.Strides();
            return node.ValueOf(0).Remap(result, index =>
            {
                long pick = 0;
                for (var i = 0; i < indices.Rank; i++)
                {
                    pick += index[axis + i] * pickStrides[i];
                }

                var at = Index(picks.Integer(pick), data[axis]) * strides[axis];
                for (var i = 0; i < data.Rank; i++)
                {
                    at += i == axis ? 0 : index[i < axis ? i : i + indices.Rank - 1] * strides[i];
                }

                return at;
            });
        });
    }

    private static long Index(long index, long size) => index >= -size && index < size
        ? (index < 0 ? index + size : index)
        : throw NodeProblemException.Invalid($"index {index} is outside a dimension of {size}");

    private static void GatherNd(NodeContext node)
    {
        var data = node.ShapeOf(0);
        var indices = node.ShapeOf(1);
        var batch = (int)Math.Clamp(node.Attributes.Integer("batch_dims", 0), 0, TensorShape.MaxRank);
        var depth = indices.Rank > 0 ? indices[indices.Rank - 1] : -1;
        if (depth < 0 || batch + depth > data.Rank || batch >= indices.Rank)
        {
            throw NodeProblemException.Invalid($"indices of shape {indices} do not address {data}");
        }

        node.Set(0, node.Require(0).Type, new TensorShape([.. indices.Dims[..^1], .. data.Dims[(int)(batch + depth)..]]));
    }

    private static void ScatterNd(NodeContext node)
    {
        var data = node.ShapeOf(0);
        var indices = node.ShapeOf(1);
        var depth = indices.Rank > 0 ? indices[indices.Rank - 1] : -1;
        if (depth < 0 || depth > data.Rank)
        {
            throw NodeProblemException.Invalid($"indices of shape {indices} do not address {data}");
        }

        var type = node.Require(0).Type;
        if (node.Attributes.Has("reduction"))
        {
            node.Set(0, type, data);
            return;
        }

        node.SetFolded(0, type, data, [0, 1, 2], () => Scatter(node, data, indices, (int)depth));
    }

    private static ConstantTensor Scatter(NodeContext node, TensorShape data, TensorShape indices, int depth)
    {
        var target = node.ValueOf(0);
        var picks = node.ValueOf(1);
        var updates = node.ValueOf(2);
        var strides = data.Strides();
        var block = depth == 0 ? data.Elements : strides[depth - 1];
        var count = indices.Elements / Math.Max(1, depth);
        if (updates.Count != (Int128)count * block)
        {
            throw NodeProblemException.Invalid($"updates of shape {updates.Shape} do not fit indices {indices} into {data}");
        }

        var reals = new double[target.Count];
        var integers = target.Integers();
        for (var i = 0; i < reals.Length; i++)
        {
            reals[i] = target.Real(i);
        }

        for (long row = 0; row < count; row++)
        {
            long at = 0;
            for (var axis = 0; axis < depth; axis++)
            {
                at += Index(picks.Integer((row * depth) + axis), data[axis]) * strides[axis];
            }

            for (long i = 0; i < block; i++)
            {
                integers[at + i] = updates.Integer((row * block) + i);
                reals[at + i] = updates.Real((row * block) + i);
            }
        }

        return target.IsInteger ? new ConstantTensor(target.Type, data, integers) : new ConstantTensor(target.Type, data, reals);
    }

    private static void NonZero(NodeContext node)
    {
        var value = node.Scan(0);
        var shape = value.Shape;
        var hits = Enumerable.Range(0, value.Count).Where(i => value.Real(i) != 0).Select(i => (long)i).ToArray();
        var rank = Math.Max(1, shape.Rank);
        var strides = shape.Rank == 0 ? [1] : shape.Strides();
        var result = new TensorShape([rank, hits.Length]);
        node.SetFolded(0, OnnxType.Int64, result, [0], () => ConstantTensor.Make(OnnxType.Int64, result, at =>
        {
            var axis = at / hits.Length;
            var size = shape.Rank == 0 ? 1 : shape[(int)axis];
            return hits[at % hits.Length] / strides[axis] % size;
        }));
    }

    private static void TopK(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var axis = NodeContext.Axis(node.Attributes.Integer("axis", -1), shape.Rank);
        var count = node.Attributes.Has("k") ? node.Attributes.Integer("k", 0) : node.IntegersOf(1).FirstOrDefault(-1);
        if (count < 0 || count > shape[axis])
        {
            throw NodeProblemException.Invalid($"k = {count} is outside 0 … {shape[axis]}");
        }

        var result = new TensorShape(shape.Dims.SetItem(axis, count));
        node.Set(0, node.Require(0).Type, result);
        node.Set(1, OnnxType.Int64, result);
    }

    private static void ArgExtreme(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var axis = NodeContext.Axis(node.Attributes.Integer("axis", 0), shape.Rank);
        var keeps = node.Attributes.Integer("keepdims", 1) != 0;
        node.Set(0, OnnxType.Int64, new TensorShape(keeps ? shape.Dims.SetItem(axis, 1) : shape.Dims.RemoveAt(axis)));
    }

    private static void OneHot(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var depth = node.IntegersOf(1).FirstOrDefault(-1);
        var axis = NodeContext.Axis(node.Attributes.Integer("axis", -1), shape.Rank + 1);
        node.Set(0, node.Optional(2)?.Type ?? OnnxType.Float, new TensorShape(shape.Dims.Insert(axis, depth)));
    }
}
