namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Pooling with windows, and over whole images.</summary>
internal static class PoolingOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        foreach (var name in (string[])["MaxPool", "AveragePool", "LpPool"])
        {
            table.Add(name, Pool);
        }

        foreach (var name in (string[])["GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"])
        {
            table.Add(name, Global);
        }
    }

    /// <summary>Pooling over a window.</summary>
    public static void Pool(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        var kernel = node.Attributes.Integers("kernel_shape") ?? throw NodeProblemException.Invalid("attribute 'kernel_shape' is missing");
        if (shape.Rank < 3 || kernel.Length != shape.Rank - 2)
        {
            throw NodeProblemException.Invalid($"a kernel of {kernel.Length} dimensions does not fit input {shape}");
        }

        var window = Window.Read(node, shape.Dims[2..], kernel, node.Attributes.Integer("ceil_mode", 0) != 0);
        var result = new TensorShape([shape[0], shape[1], .. window.Output]);
        node.Set(0, node.Require(0).Type, result);
        node.Set(1, OnnxType.Int64, result);
    }

    /// <summary>Pooling over the whole image.</summary>
    public static void Global(NodeContext node)
    {
        var shape = node.ShapeOf(0);
        if (shape.Rank < 2)
        {
            throw NodeProblemException.Invalid($"input {shape} has no image");
        }

        node.Set(0, node.Require(0).Type, new TensorShape(shape.Dims.Select((d, i) => i < 2 ? d : 1)));
    }
}
