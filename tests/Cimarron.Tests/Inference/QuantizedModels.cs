using Cimarron.Tests.Workloads.Onnx;
using Cimarron.Workloads.Onnx.Proto;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Inference;

/// <summary>
/// Small models that are quantised already. Signed weights stay within ±64 where activations are unsigned: on processors without dot-product instructions ONNX Runtime adds pairs of
/// such products in 16 bits with saturation (docs/performance/model-optimizations/quantization.md of ONNX Runtime, "reduce_range").
/// </summary>
internal static class QuantizedModels
{
    private const int Unsigned = 2;

    private const int Signed = 3;

    /// <summary>Products only: the definition leaves nothing open.</summary>
    public static IReadOnlyList<ValueModel> Exact { get; } =
    [
        Conv("qconv", Unsigned, Unsigned, [2, 3, 8, 7], [5, 3, 3, 3], perChannel: false, hasBias: true),
        Conv("qconv-no-bias", Unsigned, Unsigned, [1, 3, 8, 7], [5, 3, 3, 3], perChannel: false, hasBias: false, Attr("pads", [1, 1, 1, 1])),
        Conv("qconv-signed-weights", Unsigned, Signed, [1, 3, 8, 8], [6, 3, 3, 3], perChannel: true, hasBias: true, Attr("pads", [0, 1, 2, 1])),
        Conv("qconv-signed", Signed, Signed, [1, 4, 9, 9], [6, 4, 3, 3], perChannel: true, hasBias: true, Attr("strides", [2, 2]), Attr("pads", [1, 1, 1, 1])),
        Conv("qconv-grouped", Unsigned, Unsigned, [1, 6, 7, 7], [8, 3, 3, 3], perChannel: false, hasBias: true, Attr("group", 2), Attr("dilations", [2, 1])),
        Conv("qconv-depthwise", Unsigned, Signed, [1, 6, 9, 9], [6, 1, 3, 3], perChannel: true, hasBias: true, Attr("group", 6), Attr("pads", [1, 1, 1, 1])),
        Conv("qconv-pointwise", Signed, Signed, [1, 16, 5, 5], [12, 16, 1, 1], perChannel: false, hasBias: true),
        Conv("qconv-1d", Unsigned, Unsigned, [1, 4, 15], [5, 4, 3], perChannel: false, hasBias: true, Attr("pads", [1, 1])),
        MatMul("qmatmul", Unsigned, Unsigned, [5, 20], [20, 7]),
        MatMul("qmatmul-signed", Signed, Signed, [2, 5, 20], [20, 7]),
        MatMul("qmatmul-mixed", Unsigned, Signed, [5, 20], [20, 7]),
        DynamicMatMul("qmatmul-dynamic", 2),
        DynamicMatMul("qmatmul-dynamic-batch", 3),
        Gemm(),
        Chain(),
        QdqConv(),
        QdqGemm(),
        QdqMatMul(),
    ];

    /// <summary>Vector operators, which ONNX Runtime computes in single precision or by table: results may differ by one where the real value lies between two bytes.</summary>
    public static IReadOnlyList<ValueModel> Vectors { get; } =
    [
        Pair("QLinearAdd", Unsigned), Pair("QLinearAdd", Signed), Pair("QLinearMul", Unsigned), Sigmoid(), LeakyRelu(), GlobalPool(), AveragePool(), Concat(), QdqAdd(), QdqSoftmax(), QdqClip(),
    ];

    private static string Scalar(ValueModel m, float value) => m.Builder.Tensor(SmallModels.Real(value));

    private static string ScalarZero(ValueModel m, int type, int value) => m.Bytes(type, [type == Signed ? value - 128 : value], []);

    private static int Middle(int weightType) => weightType == Signed ? 128 : 120;

    private static string WeightBytes(ValueModel m, int activation, int type, params long[] dims) =>
        type == Unsigned ? m.RandomBytes(type, 0, 255, dims) : activation == Unsigned ? m.RandomBytes(type, -64, 64, dims) : m.RandomBytes(type, -127, 127, dims);

    private static ValueModel Conv(string name, int activation, int weight, int[] input, long[] dims, bool perChannel, bool hasBias, params AttributeProto[] attributes)
    {
        var m = new ValueModel(name);
        var outputs = dims[0];
        var biases = new int[outputs];
        for (var k = 0; k < outputs; k++)
        {
            biases[k] = (k * 997 % 2000) - 1000;
        }

        string[] operands =
        [
            m.ByteInput(activation, input), Scalar(m, 0.02f), ScalarZero(m, activation, 117),
            WeightBytes(m, activation, weight, dims), perChannel ? m.Uniform(0.005, 0.02, outputs) : Scalar(m, 0.013f), perChannel ? m.Bytes(weight, Enumerable.Repeat(0, (int)outputs), outputs) : ScalarZero(m, weight, Middle(weight)),
            Scalar(m, 0.11f), ScalarZero(m, activation, 131),
        ];
        return m.Output(m.Node("QLinearConv", hasBias ? [.. operands, m.Ints32(biases, outputs)] : operands, attributes));
    }

    private static ValueModel MatMul(string name, int activation, int weight, int[] input, long[] dims)
    {
        var m = new ValueModel(name);
        return m.Output(m.Node("QLinearMatMul", [
            m.ByteInput(activation, input), Scalar(m, 0.02f), ScalarZero(m, activation, 117),
            WeightBytes(m, activation, weight, dims), Scalar(m, 0.013f), ScalarZero(m, weight, Middle(weight)), Scalar(m, 0.07f), ScalarZero(m, activation, 131)]));
    }

    private static ValueModel DynamicMatMul(string name, int rank)
    {
        var m = new ValueModel(name);
        int[] batch = rank == 3 ? [3] : [];
        return m.Output(m.Node("QLinearMatMul", [
            m.ByteInput(Unsigned, [.. batch, 5, 12]), Scalar(m, 0.02f), ScalarZero(m, Unsigned, 100),
            m.ByteInput(Unsigned, [.. batch, 12, 6]), Scalar(m, 0.03f), ScalarZero(m, Unsigned, 140), Scalar(m, 0.2f), ScalarZero(m, Unsigned, 120)]));
    }

    private static ValueModel Gemm()
    {
        var m = new ValueModel("qgemm");
        return m.Output(m.Contributed("QGemm", [
            m.ByteInput(Unsigned, 4, 10), Scalar(m, 0.02f), ScalarZero(m, Unsigned, 117), WeightBytes(m, Unsigned, Unsigned, 6, 10), Scalar(m, 0.013f), ScalarZero(m, Unsigned, 120),
            m.Ints32([100, -200, 300, -400, 500, 0], 6), Scalar(m, 0.07f), ScalarZero(m, Unsigned, 131)], Attr("transB", 1)));
    }

    private static ValueModel Chain()
    {
        var m = new ValueModel("qlinear-chain");
        var (scale, zero) = (Scalar(m, 0.1f), ScalarZero(m, Unsigned, 128));
        var conv = m.Node("QLinearConv", [m.ByteInput(Unsigned, 1, 3, 8, 8), Scalar(m, 0.02f), ScalarZero(m, Unsigned, 117), WeightBytes(m, Unsigned, Unsigned, 4, 3, 3, 3), Scalar(m, 0.013f), ScalarZero(m, Unsigned, 120), scale, zero]);
        var flat = m.Node("Flatten", [m.Node("MaxPool", [conv], Attr("kernel_shape", [2, 2]), Attr("strides", [2, 2]))]);
        return m.Output(m.Node("QLinearMatMul", [flat, scale, zero, WeightBytes(m, Unsigned, Unsigned, 36, 50), Scalar(m, 0.02f), ScalarZero(m, Unsigned, 125), Scalar(m, 0.9f), zero]));
    }

    private static string Quantize(ValueModel m, string x, float scale, int type, int zero) => m.Node("QuantizeLinear", [x, Scalar(m, scale), ScalarZero(m, type, zero)]);

    private static string Dequantize(ValueModel m, string q, float scale, int type, int zero) => m.Node("DequantizeLinear", [q, Scalar(m, scale), ScalarZero(m, type, zero)]);

    private static string Both(ValueModel m, string x, float scale, int type, int zero) => Dequantize(m, Quantize(m, x, scale, type, zero), scale, type, zero);

    private static ValueModel QdqConv()
    {
        var m = new ValueModel("qdq-conv-relu");
        var x = Both(m, m.Input(1, 3, 9, 9), 0.02f, Unsigned, 117);
        var w = m.Node("DequantizeLinear", [m.RandomBytes(Signed, -64, 64, 4, 3, 3, 3), m.Stored([0.01f, 0.02f, 0.015f, 0.012f], 4), m.Bytes(Signed, [0, 0, 0, 0], 4)], Attr("axis", 0));
        var b = m.Node("DequantizeLinear", [m.Ints32([100, -200, 300, 50], 4), m.Stored([0.02f * 0.01f, 0.02f * 0.02f, 0.02f * 0.015f, 0.02f * 0.012f], 4), m.Ints32([0, 0, 0, 0], 4)], Attr("axis", 0));
        return m.Output(Quantize(m, m.Node("Relu", [m.Node("Conv", [x, w, b], Attr("pads", [1, 1, 1, 1]))]), 0.015f, Unsigned, 0));
    }

    private static ValueModel QdqGemm()
    {
        var m = new ValueModel("qdq-gemm");
        var x = Both(m, m.Input(3, 10), 0.02f, Unsigned, 117);
        var w = Dequantize(m, m.RandomBytes(Signed, -64, 64, 6, 10), 0.013f, Signed, 128);
        var b = m.Node("DequantizeLinear", [m.Ints32([100, -200, 300, 50, 7, 0], 6), Scalar(m, 0.02f * 0.013f)]);
        return m.Output(Quantize(m, m.Node("Gemm", [x, w, b], Attr("transB", 1)), 0.03f, Unsigned, 121));
    }

    private static ValueModel QdqMatMul()
    {
        var m = new ValueModel("qdq-matmul");
        return m.Output(Quantize(m, m.Node("MatMul", [Both(m, m.Input(2, 4, 8), 0.02f, Unsigned, 117), Both(m, m.Input(2, 8, 5), 0.025f, Unsigned, 127)]), 0.05f, Unsigned, 121));
    }

    private static ValueModel Pair(string op, int type)
    {
        var m = new ValueModel($"{op}-{(type == Signed ? "signed" : "unsigned")}");
        return m.Output(m.Contributed(op, [
            m.ByteInput(type, 2, 3, 40), Scalar(m, 0.02f), ScalarZero(m, type, 117), m.ByteInput(type, 3, 40), Scalar(m, 0.031f), ScalarZero(m, type, 140), Scalar(m, 0.05f), ScalarZero(m, type, 120)]));
    }

    private static ValueModel Sigmoid()
    {
        var m = new ValueModel("QLinearSigmoid");
        return m.Output(m.Contributed("QLinearSigmoid", [m.ByteInput(Unsigned, 500), Scalar(m, 0.04f), ScalarZero(m, Unsigned, 127), Scalar(m, 1 / 256f), ScalarZero(m, Unsigned, 0)]));
    }

    private static ValueModel LeakyRelu()
    {
        var m = new ValueModel("QLinearLeakyRelu");
        return m.Output(m.Contributed("QLinearLeakyRelu", [m.ByteInput(Unsigned, 500), Scalar(m, 0.04f), ScalarZero(m, Unsigned, 127), Scalar(m, 0.03f), ScalarZero(m, Unsigned, 40)], FloatAttr("alpha", 0.2f)));
    }

    private static ValueModel GlobalPool()
    {
        var m = new ValueModel("QLinearGlobalAveragePool");
        return m.Output(m.Contributed("QLinearGlobalAveragePool", [m.ByteInput(Unsigned, 2, 40, 5, 5), Scalar(m, 0.04f), ScalarZero(m, Unsigned, 127), Scalar(m, 0.009f), ScalarZero(m, Unsigned, 120)]));
    }

    private static ValueModel AveragePool()
    {
        var m = new ValueModel("QLinearAveragePool");
        return m.Output(m.Contributed(
            "QLinearAveragePool", [m.ByteInput(Unsigned, 1, 8, 9, 9), Scalar(m, 0.04f), ScalarZero(m, Unsigned, 127), Scalar(m, 0.03f), ScalarZero(m, Unsigned, 120)],
            Attr("kernel_shape", [3, 3]), Attr("strides", [2, 2]), Attr("pads", [1, 1, 1, 1])));
    }

    private static ValueModel Concat()
    {
        var m = new ValueModel("QLinearConcat");
        return m.Output(m.Contributed("QLinearConcat", [
            Scalar(m, 0.05f), ScalarZero(m, Unsigned, 120), m.ByteInput(Unsigned, 2, 100), Scalar(m, 0.02f), ScalarZero(m, Unsigned, 117), m.ByteInput(Unsigned, 2, 70), Scalar(m, 0.06f), ScalarZero(m, Unsigned, 110)], Attr("axis", 1)));
    }

    private static ValueModel QdqAdd()
    {
        var m = new ValueModel("qdq-add");
        return m.Output(Quantize(m, m.Node("Add", [Both(m, m.Input(2, 50), 0.0213f, Signed, 120), Both(m, m.Input(50), 0.0307f, Signed, 130)]), 0.0411f, Signed, 128));
    }

    private static ValueModel QdqSoftmax()
    {
        var m = new ValueModel("qdq-softmax");
        return m.Output(Both(m, m.Node("Softmax", [Both(m, m.Input(4, 20), 0.02f, Unsigned, 120)]), 1 / 256f, Unsigned, 0));
    }

    private static ValueModel QdqClip()
    {
        var m = new ValueModel("qdq-clip");
        return m.Output(Both(m, m.Node("Clip", [Both(m, m.Input(4, 50), 0.02f, Unsigned, 120), Scalar(m, -0.5f), Scalar(m, 0.7f)]), 0.01f, Unsigned, 60));
    }
}
