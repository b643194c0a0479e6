namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Operators that ask for a shape or look at the same data through another shape: no data moves.</summary>
internal static class ViewOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        table.Add("Shape", Shape);
        table.Add("Size", Size);
        table.Add("Reshape", n => View(n, Reshape(n)));
        table.Add("Flatten", n => View(n, Flatten(n)));
        table.Add("Squeeze", n => View(n, Squeeze(n)));
        table.Add("Unsqueeze", n => View(n, Unsqueeze(n)));
        table.Add("Identity", n => View(n, n.ShapeOf(0)));
        table.Add("Dropout", Dropout);
    }

    private static void Shape(NodeContext node)
    {
        var dims = node.ShapeOf(0).Dims;
        var start = Math.Clamp(Wrap(node.Attributes.Integer("start", 0), dims.Length), 0, dims.Length);
        var end = Math.Clamp(Wrap(node.Attributes.Integer("end", dims.Length), dims.Length), start, dims.Length);
        var value = ConstantTensor.Vector(dims.AsSpan((int)start..(int)end).ToArray());
        node.Set(0, OnnxType.Int64, value.Shape, value);
        MarkShape(node);
    }

    private static void Size(NodeContext node)
    {
        node.Set(0, OnnxType.Int64, TensorShape.Scalar, ConstantTensor.Scalar(node.ShapeOf(0).Elements));
        MarkShape(node);
    }

    private static void MarkShape(NodeContext node)
    {
        node.Kind = NodeKind.Shape;
        node.Origin = TensorOrigin.ShapeDerived;
    }

    private static long Wrap(long index, int length) => index < 0 ? index + length : index;

    private static void View(NodeContext node, TensorShape shape)
    {
        if (shape.Elements != node.ShapeOf(0).Elements)
        {
            throw NodeProblemException.Invalid($"{node.ShapeOf(0)} cannot be viewed as {shape}: the element counts differ");
        }

        node.Kind = NodeKind.Shape;
        node.ForwardsWeight = true;
        var type = node.Require(0).Type;
        node.SetFolded(0, type, shape, [0], () => node.ValueOf(0).Reshaped(shape));
    }

    private static TensorShape Reshape(NodeContext node)
    {
        var input = node.ShapeOf(0);
        var dims = node.IntegersOf("shape", 1) ?? throw NodeProblemException.Invalid("the target shape is missing");
        var keepsZero = node.Attributes.Integer("allowzero", 0) != 0;
        var free = -1;
        for (var i = 0; i < dims.Length; i++)
        {
            if (dims[i] == 0 && !keepsZero)
            {
                dims[i] = i < input.Rank ? input[i] : throw NodeProblemException.Invalid($"target dimension {i} copies a dimension that input {input} lacks");
            }
            else if (dims[i] == -1)
            {
                free = free < 0 ? i : throw NodeProblemException.Invalid("more than one target dimension is −1");
            }
        }

        if (free >= 0)
        {
            dims[free] = 1;
            var known = new TensorShape(dims).Elements;
            dims[free] = known > 0 && input.Elements % known == 0
                ? input.Elements / known
                : throw NodeProblemException.Invalid($"{input} cannot be reshaped: {input.Elements} elements are not a multiple of {known}");
        }

        return new TensorShape(dims);
    }

    private static TensorShape Flatten(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var raw = node.Attributes.Integer("axis", 1);
        var axis = raw == shape.Rank ? shape.Rank : NodeContext.Axis(raw, Math.Max(1, shape.Rank));
        axis = Math.Min(axis, shape.Rank);
        return new TensorShape([Product(shape.Dims[..axis]), Product(shape.Dims[axis..])]);
    }

    private static long Product(IEnumerable<long> dims) => new TensorShape(dims).Elements;

    private static TensorShape Squeeze(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        if (node.IntegersOf("axes", 1) is not { } axes)
        {
            return new TensorShape(shape.Dims.Where(d => d != 1));
        }

        var removed = axes.Select(a => NodeContext.Axis(a, shape.Rank)).ToHashSet();
        foreach (var axis in removed.Where(a => shape[a] != 1))
        {
            throw NodeProblemException.Invalid($"axis {axis} of {shape} is squeezed but is not 1");
        }

        return new TensorShape(shape.Dims.Where((_, i) => !removed.Contains(i)));
    }

    private static TensorShape Unsqueeze(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var axes = node.IntegersOf("axes", 1) ?? throw NodeProblemException.Invalid("axes are missing");
        var rank = shape.Rank + axes.Length;
        var added = axes.Select(a => NodeContext.Axis(a, rank)).ToHashSet();
        if (added.Count != axes.Length)
        {
            throw NodeProblemException.Invalid("an axis is given twice");
        }

        var source = 0;
        return new TensorShape(Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : shape[source++]).ToArray());
    }

    private static void Dropout(NodeContext node)
    {
        View(node, node.ShapeOf(0));
        node.Set(1, OnnxType.Bool, node.ShapeOf(0));
    }
}
