namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Turns shapes of 64-bit dimensions into layers of checked 32-bit bounds.</summary>
internal static class LayerMaker
{
    /// <summary>A bound in 1 … 2^31 − 1.</summary>
    public static int Bound(Int128 value, string what) => value < 1
        ? throw NodeProblemException.Invalid($"{what} is {value}; a layer needs at least 1")
        : value > int.MaxValue
            ? throw new NodeProblemException("CIM0211", $"{what} is {value}, more than the supported 2^31 − 1")
            : (int)value;

    /// <summary>Marks the node as matrix work.</summary>
    public static void Set(NodeContext node, Layer layer, TensorInfo weight, int repeat = 1)
    {
        if (!LayerBounds.MacsFit(layer) || (Int128)layer.Macs * repeat > long.MaxValue)
        {
            throw new NodeProblemException("CIM0211", "the layer has more than 2^63 − 1 multiply-accumulates");
        }

        node.Kind = NodeKind.Matrix;
        node.Layer = layer;
        node.Repeat = repeat;
        node.HasDynamicWeight = !weight.IsStatic;
        node.StationaryInput = weight.IsStatic ? -1 : weight.Producer;
        node.WeightName = weight.IsStatic ? weight.WeightName : null;
    }

    /// <summary>A GEMM with G independent products of M×C by C×K.</summary>
    public static Layer Gemm(string name, Int128 rows, Int128 reduction, Int128 columns, Int128 groups) => Layer.Gemm(
        name,
        Bound(rows, "the number of rows (P)"),
        Bound(reduction, "the reduction (C)"),
        Bound(columns, "the number of columns (K)"),
        Bound(groups, "the number of groups (G)"));

    /// <summary>The product of dimensions; rejected beyond 2^63 − 1.</summary>
    public static long Product(IEnumerable<long> dims) => new TensorShape([.. dims.Where(d => d != 1)]).Elements;
}
