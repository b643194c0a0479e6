namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Fused and quantised operators of the <c>com.microsoft</c> domain, as written by runtime optimisers and quantisers.</summary>
internal static class ContributedOperators
{
    private static readonly string[] SameShape =
    [
        "Gelu", "FastGelu", "BiasGelu", "QuickGelu", "LayerNormalization", "SimplifiedLayerNormalization", "SkipLayerNormalization",
        "SkipSimplifiedLayerNormalization", "GroupNorm", "SkipGroupNorm", "BiasSoftmax", "BiasAdd", "QLinearSigmoid", "QLinearLeakyRelu", "QLinearSoftmax",
        "RotaryEmbedding", "DequantizeLinear",
    ];

    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        foreach (var name in SameShape)
        {
            table.Add(name, UnaryOperators.SameShape);
        }

        table.Add("QuantizeLinear", n => n.Set(0, n.Optional(2)?.Type ?? OnnxType.Uint8, n.ShapeOf(0)));
        table.Add("QLinearAdd", QuantisedPair);
        table.Add("QLinearMul", QuantisedPair);
        table.Add("QLinearAveragePool", n => FirstLayout(n, PoolingOperators.Pool));
        table.Add("QLinearGlobalAveragePool", n => FirstLayout(n, PoolingOperators.Global));
        table.Add("QLinearConcat", QuantisedConcat);
        table.Add("FusedConv", n => ConvolutionOperators.Convolve(n, 1, n.Require(0).Type));
        table.Add("FusedGemm", n => MatrixOperators.Gemm(n, 0, 1));
        table.Add("QGemm", n => MatrixOperators.Gemm(n, 0, 3));
        table.Add("FusedMatMul", FusedMultiply);
        table.Add("MatMulNBits", PackedMultiply);
        table.Add("MatMulIntegerToFloat", n => MatrixOperators.Multiply(n, 0, 1, OnnxType.Float));
        table.Add("DynamicQuantizeMatMul", n => MatrixOperators.Multiply(n, 0, 1, OnnxType.Float));
    }

    private static void PackedMultiply(NodeContext node)
    {
        // Weights are packed in blocks, so their shape is in the attributes: K rows and N columns.
        var input = node.ShapeOf(0);
        var reduction = node.Attributes.Integer("K", 0);
        var columns = node.Attributes.Integer("N", 0);
        if (input.Rank == 0 || input[input.Rank - 1] != reduction)
        {
            throw NodeProblemException.Invalid($"input {input} does not fit K = {reduction}");
        }

        node.Set(0, node.Require(0).Type, new TensorShape([.. input.Dims[..^1], columns]));
        LayerMaker.Set(node, LayerMaker.Gemm(node.Name, LayerMaker.Product(input.Dims[..^1]), reduction, columns, 1), node.Require(1));
    }

    private static void QuantisedPair(NodeContext node) =>
        node.Set(0, node.Require(0).Type, Broadcast.Shapes(node.ShapeOf(0), node.ShapeOf(3)));

    private static void FirstLayout(NodeContext node, OperatorRule rule)
    {
        if (node.Attributes.Integer("channels_last", 0) != 0)
        {
            node.Unsupported("the channels-last layout is not read");
            return;
        }

        rule(node);
    }

    private static void QuantisedConcat(NodeContext node)
    {
        // Inputs are scale and zero point of the output, then tensor, scale and zero point of each part.
        var shapes = Enumerable.Range(0, node.InputCount).Where(i => i >= 2 && (i - 2) % 3 == 0).Select(node.ShapeOf).ToArray();
        if (shapes.Length == 0)
        {
            throw NodeProblemException.Invalid("nothing to join");
        }

        var axis = NodeContext.Axis(node.Attributes.Integer("axis", 0), shapes[0].Rank);
        if (shapes.Any(s => s.Rank != shapes[0].Rank))
        {
            throw NodeProblemException.Invalid("the joined tensors have different ranks");
        }

        var joined = LayerMaker.Bound(shapes.Aggregate((Int128)0, (sum, s) => sum + s[axis]), "the joined dimension");
        node.Set(0, node.Require(2).Type, new TensorShape(shapes[0].Dims.SetItem(axis, joined)));
    }

    private static void FusedMultiply(NodeContext node)
    {
        if (node.Attributes.Integer("transBatchA", 0) != 0 || node.Attributes.Integer("transBatchB", 0) != 0)
        {
            node.Unsupported("transposed batches are not read");
            return;
        }

        MatrixOperators.Multiply(
            node, 0, 1, node.Require(0).Type, node.Attributes.Integer("transA", 0) != 0, node.Attributes.Integer("transB", 0) != 0);
    }
}
