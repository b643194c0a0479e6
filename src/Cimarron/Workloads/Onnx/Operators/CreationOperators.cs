using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Operators that create tensors or change their element type.</summary>
internal static class CreationOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        table.Add("Constant", Constant);
        table.Add("ConstantOfShape", ConstantOfShape);
        table.Add("Range", Range);
        table.Add("Cast", n => Cast(n, (int)Math.Clamp(n.Attributes.Integer("to", 0), 0, 1000)));
        table.Add("CastLike", n => Cast(n, n.Require(1).Type));
        table.Add("EyeLike", UnaryOperators.SameShape);
        table.Add("RandomNormal", Random);
        table.Add("RandomUniform", Random);
        table.Add("RandomNormalLike", RandomLike);
        table.Add("RandomUniformLike", RandomLike);
    }

    private static void Constant(NodeContext node)
    {
        var attributes = node.Attributes;
        if (attributes.Find("value")?.T is { } tensor)
        {
            var shape = TensorReader.Check(tensor);
            node.Set(0, tensor.DataType, shape, node.Stored(tensor, shape));
        }
        else if (attributes.Find("value_int") is { } integer)
        {
            node.Set(0, OnnxType.Int64, TensorShape.Scalar, ConstantTensor.Scalar(integer.I));
        }
        else if (attributes.Find("value_ints") is { } integers)
        {
            var value = ConstantTensor.Vector(integers.Ints);
            node.Set(0, OnnxType.Int64, value.Shape, value);
        }
        else if (attributes.Find("value_float") is { } real)
        {
            node.Set(0, OnnxType.Float, TensorShape.Scalar, new ConstantTensor(OnnxType.Float, TensorShape.Scalar, [(double)real.F]));
        }
        else if (attributes.Find("value_floats") is { } reals)
        {
            var shape = new TensorShape([reals.Floats.Count]);
            node.Set(0, OnnxType.Float, shape, new ConstantTensor(OnnxType.Float, shape, [.. reals.Floats.Select(f => (double)f)]));
        }
        else
        {
            Other(node);
        }
    }

    private static void Other(NodeContext node)
    {
        var attributes = node.Attributes;
        if (attributes.Has("value_string"))
        {
            node.Set(0, OnnxType.Text, TensorShape.Scalar);
        }
        else if (attributes.Find("value_strings") is { } texts)
        {
            node.Set(0, OnnxType.Text, new TensorShape([texts.Strings.Count]));
        }
        else if (attributes.Find("sparse_value")?.SparseTensor is { } sparse)
        {
            node.Set(0, sparse.Values?.DataType ?? 0, new TensorShape(sparse.Dims));
        }
        else
        {
            throw NodeProblemException.Invalid("a constant without a value");
        }
    }

    private static void ConstantOfShape(NodeContext node)
    {
        var shape = new TensorShape(node.IntegersOf(0));
        TensorProto? proto = node.Attributes.Find("value")?.T;
        var fill = proto is null ? null : node.Stored(proto, TensorReader.Check(proto));
        var type = proto?.DataType ?? OnnxType.Float;
        node.SetFolded(0, type, shape, [0], () => OnnxType.IsInteger(type)
            ? ConstantTensor.Make(type, shape, _ => fill is { Count: > 0 } ? fill.Integer(0) : 0)
            : ConstantTensor.MakeReal(type, shape, _ => fill is { Count: > 0 } ? fill.Real(0) : 0));
    }

    private static void Range(NodeContext node)
    {
        var (start, limit, delta) = (node.ValueOf(0), node.ValueOf(1), node.ValueOf(2));
        if (start.Count != 1 || limit.Count != 1 || delta.Count != 1 || delta.Real(0) == 0)
        {
            throw NodeProblemException.Invalid("start, limit and a delta other than 0 are required as scalars");
        }

        var count = Math.Ceiling((limit.Real(0) - start.Real(0)) / delta.Real(0));
        if (double.IsNaN(count) || count > 9e18)
        {
            throw NodeProblemException.Invalid($"a range of {count} elements");
        }

        var shape = new TensorShape([(long)Math.Max(0, count)]);
        var type = start.Type;
        node.SetFolded(0, type, shape, [0, 1, 2], () => start.IsInteger
            ? ConstantTensor.Make(type, shape, i => unchecked(start.Integer(0) + (i * delta.Integer(0))))
            : ConstantTensor.MakeReal(type, shape, i => start.Real(0) + (i * delta.Real(0))));
    }

    private static void Cast(NodeContext node, int type)
    {
        node.ForwardsWeight = true;
        node.SetFolded(0, type, node.ShapeOf(0), [0], () => node.ValueOf(0).Cast(type));
    }

    private static void Random(NodeContext node)
    {
        node.Origin = TensorOrigin.Runtime;
        node.Set(0, OnnxType.Float, new TensorShape(node.Attributes.Integers("shape") ?? throw NodeProblemException.Invalid("attribute 'shape' is missing")));
    }

    private static void RandomLike(NodeContext node)
    {
        node.Origin = TensorOrigin.Runtime;
        UnaryOperators.SameShape(node);
    }
}
