using Cimarron.Tests.Workloads.Onnx;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Inference;

/// <summary>Small real models that together use every operator and the options of the important ones.</summary>
internal static class SmallModels
{
    public static IReadOnlyList<ValueModel> All { get; } =
    [
        Conv("conv", [2, 3, 9, 8], [5, 3, 3, 3]),
        Conv("conv-padded", [1, 3, 9, 8], [5, 3, 3, 3], Attr("pads", [1, 2, 0, 1])),
        Conv("conv-strided", [1, 3, 11, 10], [4, 3, 3, 2], Attr("strides", [2, 3])),
        Conv("conv-dilated", [1, 2, 12, 11], [4, 2, 3, 3], Attr("dilations", [2, 3]), Attr("pads", [2, 3, 2, 3])),
        Conv("conv-grouped", [2, 6, 7, 7], [8, 3, 3, 3], Attr("group", 2)),
        Conv("conv-depthwise", [1, 6, 9, 9], [6, 1, 3, 3], Attr("group", 6), Attr("pads", [1, 1, 1, 1])),
        Conv("conv-same-upper", [1, 3, 10, 9], [4, 3, 4, 3], Attr("auto_pad", "SAME_UPPER"), Attr("strides", [2, 2])),
        Conv("conv-same-lower", [1, 3, 10, 9], [4, 3, 4, 3], Attr("auto_pad", "SAME_LOWER"), Attr("strides", [2, 2])),
        Conv("conv-1d", [2, 4, 17], [6, 4, 3], Attr("strides", [2]), Attr("pads", [1, 1])),
        Conv("conv-pointwise", [1, 8, 6, 6], [16, 8, 1, 1]),
        BatchNorm(),
        Residual(),
        InvertedResidual(),
        Pools("MaxPool", 0),
        Pools("MaxPool", 1),
        Pools("AveragePool", 0),
        Pools("AveragePool", 1),
        AveragePadded(),
        Pools1D(),
        GlobalPools(),
        Gemm("gemm-transposed", Attr("transB", 1)),
        Gemm("gemm-scaled", FloatAttr("alpha", 0.5f), FloatAttr("beta", 2), Attr("transB", 1)),
        GemmLeft(),
        MatMul("matmul-rows", [2, 5, 8], [8, 6]),
        MatMul("matmul-batched", [3, 5, 8], [3, 8, 6]),
        MatMul("matmul-broadcast", [3, 2, 5, 8], [2, 8, 6]),
        Attention(),
        Transformer(),
        LayerNormInParts(),
        Activations(11),
        Activations(17),
        Softmaxes(11),
        Softmaxes(13),
        Shapes(),
        OldShapes(),
        Reductions(13),
        Reductions(18),
        Normalisations(),
        Broadcasts(),
        Logic(),
        Gelu20(),
        Dynamic(),
        Perceptron(),
    ];

    private static ValueModel Conv(string name, int[] input, long[] weight, params Cimarron.Workloads.Onnx.Proto.AttributeProto[] attributes)
    {
        var m = new ValueModel(name);
        return m.Output(m.Node("Conv", [m.Input(input), m.Weight(0.3, weight), m.Weight(0.5, weight[0])], attributes));
    }

    public static string ConvNorm(ValueModel m, string x, long channels, long outputs, long kernel, long stride = 1, long group = 1)
    {
        var conv = m.Node("Conv", [x, m.Weight(0.4, outputs, channels / group, kernel, kernel)], Attr("strides", [stride, stride]), Attr("pads", [kernel / 2, kernel / 2, kernel / 2, kernel / 2]), Attr("group", group));
        return m.Node("BatchNormalization", [conv, m.Uniform(0.5, 1.5, outputs), m.Weight(0.3, outputs), m.Weight(0.3, outputs), m.Uniform(0.5, 2, outputs)]);
    }

    private static ValueModel BatchNorm()
    {
        var m = new ValueModel("batch-norm");
        return m.Output(m.Node("Relu", [ConvNorm(m, m.Input(1, 3, 8, 8), 3, 6, 3)]));
    }

    private static ValueModel Residual()
    {
        var m = new ValueModel("residual");
        var x = m.Node("Relu", [ConvNorm(m, m.Input(1, 3, 12, 12), 3, 8, 3)]);
        var y = ConvNorm(m, m.Node("Relu", [ConvNorm(m, x, 8, 16, 3, 2)]), 16, 16, 3);
        var sum = m.Node("Relu", [m.Node("Add", [y, ConvNorm(m, x, 8, 16, 1, 2)])]);
        var pooled = m.Node("Flatten", [m.Node("GlobalAveragePool", [sum])], Attr("axis", 1));
        return m.Output(m.Node("Gemm", [pooled, m.Weight(0.3, 10, 16), m.Weight(0.3, 10)], Attr("transB", 1)));
    }

    private static ValueModel InvertedResidual()
    {
        var m = new ValueModel("inverted-residual");
        var x = m.Input(1, 8, 10, 10);
        string Six(string t) => m.Node("Clip", [t, m.Builder.Tensor(Real(0)), m.Builder.Tensor(Real(6))]);
        var y = Six(ConvNorm(m, Six(ConvNorm(m, x, 8, 24, 1)), 24, 24, 3, 1, 24));
        return m.Output(m.Node("Add", [x, ConvNorm(m, y, 24, 8, 1)]));
    }

    public static Cimarron.Workloads.Onnx.Proto.TensorProto Real(float value) => new() { DataType = 1, FloatData = { value } };

    private static ValueModel Pools(string op, long ceiling)
    {
        var m = new ValueModel($"{op}-{(ceiling == 1 ? "ceil" : "floor")}");
        var x = m.Input(2, 3, 10, 11);
        var a = m.Node(op, [x], Attr("kernel_shape", [3, 2]), Attr("strides", [2, 2]), Attr("pads", [1, 0, 1, 1]), Attr("ceil_mode", ceiling));
        var b = m.Node(op, [x], Attr("kernel_shape", [2, 3]), Attr("strides", [3, 3]), Attr("ceil_mode", ceiling));
        return m.Output(a, b);
    }

    private static ValueModel AveragePadded()
    {
        var m = new ValueModel("average-padded");
        return m.Output(m.Node("AveragePool", [m.Input(1, 2, 7, 7)], Attr("kernel_shape", [3, 3]), Attr("strides", [2, 2]), Attr("pads", [1, 1, 1, 1]), Attr("count_include_pad", 1)));
    }

    private static ValueModel Pools1D()
    {
        var m = new ValueModel("pools-1d");
        var x = m.Input(2, 3, 17);
        return m.Output(
            m.Node("MaxPool", [x], Attr("kernel_shape", [3L]), Attr("strides", [2L]), Attr("pads", [1, 0])),
            m.Node("AveragePool", [x], Attr("kernel_shape", [4L]), Attr("strides", [3L]), Attr("pads", [2, 1]), Attr("ceil_mode", 1)));
    }

    private static ValueModel GlobalPools()
    {
        var m = new ValueModel("global-pools");
        var x = m.Input(2, 3, 5, 6);
        return m.Output(m.Node("GlobalAveragePool", [x]), m.Node("GlobalMaxPool", [x]));
    }

    private static ValueModel Gemm(string name, params Cimarron.Workloads.Onnx.Proto.AttributeProto[] attributes)
    {
        var m = new ValueModel(name);
        return m.Output(m.Node("Gemm", [m.Input(3, 12), m.Weight(0.4, 7, 12), m.Weight(0.5, 7)], attributes));
    }

    private static ValueModel GemmLeft()
    {
        var m = new ValueModel("gemm-left");
        return m.Output(m.Node("Gemm", [m.Input(12, 3), m.Weight(0.4, 12, 7), m.Weight(0.5, 3, 7)], Attr("transA", 1)));
    }

    private static ValueModel MatMul(string name, int[] left, long[] right)
    {
        var m = new ValueModel(name);
        return m.Output(m.Node("MatMul", [m.Input(left), m.Weight(0.4, right)]));
    }

    public static string Linear(ValueModel m, string x, long inputs, long outputs) =>
        m.Node("Add", [m.Weight(0.2, outputs), m.Node("MatMul", [x, m.Weight(1 / Math.Sqrt(inputs), inputs, outputs)])]);

    private static string Heads(ValueModel m, string x, long length, long heads, long size, params long[] order) =>
        m.Node("Transpose", [m.Node("Reshape", [x, m.Builder.Ints(1, length, heads, size)])], Attr("perm", order));

    public static string SelfAttention(ValueModel m, string x, long length, long heads, long size)
    {
        var width = heads * size;
        var q = Heads(m, Linear(m, x, width, width), length, heads, size, 0, 2, 1, 3);
        var k = Heads(m, Linear(m, x, width, width), length, heads, size, 0, 2, 3, 1);
        var v = Heads(m, Linear(m, x, width, width), length, heads, size, 0, 2, 1, 3);
        var scores = m.Node("Div", [m.Node("MatMul", [q, k]), m.Builder.Tensor(Real((float)Math.Sqrt(size)))]);
        var mixed = m.Node("MatMul", [m.Node("Softmax", [scores], Attr("axis", -1)), v]);
        var joined = m.Node("Reshape", [m.Node("Transpose", [mixed], Attr("perm", [0, 2, 1, 3])), m.Builder.Ints(1, length, width)]);
        return Linear(m, joined, width, width);
    }

    private static ValueModel Attention()
    {
        var m = new ValueModel("attention");
        return m.Output(SelfAttention(m, m.Input(1, 6, 16), 6, 2, 8));
    }

    public static string GeluInParts(ValueModel m, string x) => m.Node("Mul", [
        m.Node("Mul", [x, m.Node("Add", [m.Node("Erf", [m.Node("Div", [x, m.Builder.Tensor(Real(MathF.Sqrt(2)))])]), m.Builder.Tensor(Real(1))])]), m.Builder.Tensor(Real(0.5f))]);

    private static ValueModel Transformer()
    {
        var m = new ValueModel("transformer");
        var x = m.Input(1, 6, 16);
        string Norm(string t) => m.Node("LayerNormalization", [t, m.Uniform(0.5, 1.5, 16), m.Weight(0.2, 16)], Attr("axis", -1));
        var a = Norm(m.Node("Add", [x, SelfAttention(m, x, 6, 2, 8)]));
        return m.Output(Norm(m.Node("Add", [a, Linear(m, GeluInParts(m, Linear(m, a, 16, 32)), 32, 16)])));
    }

    private static ValueModel LayerNormInParts()
    {
        var m = new ValueModel("layer-norm-in-parts", opset: 13);
        var x = m.Input(2, 5, 12);
        var centred = m.Node("Sub", [x, m.Node("ReduceMean", [x], Attr("axes", [-1L]))]);
        var variance = m.Node("ReduceMean", [m.Node("Pow", [centred, m.Builder.Tensor(Real(2))])], Attr("axes", [-1L]));
        var root = m.Node("Sqrt", [m.Node("Add", [variance, m.Builder.Tensor(Real(1e-5f))])]);
        return m.Output(m.Node("Add", [m.Node("Mul", [m.Node("Div", [centred, root]), m.Uniform(0.5, 1.5, 12)]), m.Weight(0.3, 12)]));
    }

    private static ValueModel Activations(long opset)
    {
        var m = new ValueModel($"activations-{opset}", opset);
        var x = m.Input(4, 33);
        List<string> outputs = [.. ((string[])["Relu", "Sigmoid", "Tanh", "Erf", "Exp", "Neg", "Abs", "LeakyRelu", "Elu", "HardSigmoid", "Softplus", "Softsign", "Floor", "Ceil", "Round", "Sin", "Cos"]).Select(op => m.Node(op, [x]))];
        var positive = m.Node("Add", [m.Node("Abs", [x]), m.Builder.Tensor(Real(0.5f))]);
        outputs.AddRange(((string[])["Sqrt", "Log", "Reciprocal"]).Select(op => m.Node(op, [positive])));
        outputs.Add(m.Node("Clip", [x, m.Builder.Tensor(Real(-0.5f))]));
        outputs.Add(m.Node("PRelu", [x, m.Uniform(0, 0.5, 33)]));
        if (opset >= 14)
        {
            outputs.Add(m.Node("HardSwish", [x]));
        }

        outputs.Add(m.Node("Mul", [x, m.Node("Sigmoid", [x])]));
        return m.Output([.. outputs]);
    }

    private static ValueModel Softmaxes(long opset)
    {
        var m = new ValueModel($"softmax-{opset}", opset);
        var x = m.Input(2, 3, 4, 5);
        return m.Output(m.Node("Softmax", [x]), m.Node("Softmax", [x], Attr("axis", 2)), m.Node("LogSoftmax", [x], Attr("axis", 1)), m.Node("Softmax", [x], Attr("axis", -1)));
    }

    private static ValueModel Shapes()
    {
        var m = new ValueModel("shapes");
        var x = m.Input(2, 6, 5);
        var parts = m.Builder.Nodes("Split", [x, m.Builder.Ints(1, 2, 3)], 3, Attr("axis", 1));
        return m.Output(
            m.Node("Concat", [parts[2], parts[0]], Attr("axis", 1)),
            m.Node("Slice", [x, m.Builder.Ints(-1, 4), m.Builder.Ints(-100, 0), m.Builder.Ints(1, 2), m.Builder.Ints(-2, -1)]),
            m.Node("Slice", [x, m.Builder.Ints(1), m.Builder.Ints(1000), m.Builder.Ints(1), m.Builder.Ints(3)]),
            m.Node("Pad", [x, m.Builder.Ints(0, 1, 2, 1, 0, -1), m.Builder.Tensor(Real(0.25f))]),
            m.Node("Pad", [x, m.Builder.Ints(0, 2, 1, 0, 1, 2)], Attr("mode", "reflect")),
            m.Node("Pad", [x, m.Builder.Ints(0, 2, 1, 0, 1, 2)], Attr("mode", "edge")),
            m.Node("Gather", [x, m.Builder.Scalar(-2)], Attr("axis", 1)),
            m.Node("Gather", [x, m.Builder.Ints(3, 0, 3)], Attr("axis", 1)),
            m.Node("Expand", [m.Node("Unsqueeze", [x, m.Builder.Ints(0, 2)]), m.Builder.Ints(3, 2, 4, 6, 5)]),
            m.Node("Squeeze", [m.Node("Unsqueeze", [x, m.Builder.Ints(1)]), m.Builder.Ints(1)]),
            m.Node("Flatten", [x], Attr("axis", 2)),
            m.Node("Transpose", [x]),
            m.Node("Cast", [m.Node("Mul", [x, m.Builder.Tensor(Real(10))])], Attr("to", 7)),
            m.Node("Reshape", [x, m.Builder.Join(m.Builder.Dim(x, 0), m.Builder.Constant(-1))]),
            m.Node("Identity", [m.Node("Dropout", [x])]));
    }

    private static ValueModel OldShapes()
    {
        var m = new ValueModel("old-shapes", opset: 9);
        var x = m.Input(2, 1, 6, 5);
        return m.Output(
            m.Node("Slice", [x], Attr("starts", [1, 0]), Attr("ends", [5, 3]), Attr("axes", [2, 3])),
            m.Node("Squeeze", [x], Attr("axes", [1L])),
            m.Node("Unsqueeze", [x], Attr("axes", [0L])),
            m.Node("Pad", [x], Attr("pads", [0, 0, 1, 1, 0, 0, 2, 0]), FloatAttr("value", 0.5f)),
            m.Builder.Nodes("Split", [x], 2, Attr("axis", 2), Attr("split", [2, 4]))[1],
            m.Node("Clip", [x], FloatAttr("min", -0.2f), FloatAttr("max", 0.3f)));
    }

    private static ValueModel Reductions(long opset)
    {
        var m = new ValueModel($"reductions-{opset}", opset);
        var x = m.Input(3, 4, 5);
        var outputs = new List<string>();
        foreach (var op in (string[])["ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare"])
        {
            outputs.Add(opset >= 18 ? m.Node(op, [x, m.Builder.Ints(0, -1)]) : m.Node(op, [x], Attr("axes", [0, -1])));
            outputs.Add(m.Node(op, [x], Attr("keepdims", 0)));
        }

        outputs.Add(m.Node("ReduceSum", [x, m.Builder.Ints(1)], Attr("keepdims", 0)));
        outputs.Add(m.Node("ArgMax", [x], Attr("axis", 1)));
        return m.Output([.. outputs]);
    }

    private static ValueModel Normalisations()
    {
        var m = new ValueModel("normalisations", opset: 17);
        var x = m.Input(2, 6, 5, 4);
        return m.Output(
            m.Node("InstanceNormalization", [x, m.Uniform(0.5, 1.5, 6), m.Weight(0.3, 6)]),
            m.Node("LRN", [x], Attr("size", 3), FloatAttr("alpha", 0.1f)),
            m.Node("LayerNormalization", [x, m.Uniform(0.5, 1.5, 5, 4)], Attr("axis", 2), FloatAttr("epsilon", 1e-3f)));
    }

    private static ValueModel Broadcasts()
    {
        var m = new ValueModel("broadcasts");
        var (x, y) = (m.Input(2, 3, 1, 5), m.Input(3, 4, 1));
        var positive = m.Node("Add", [m.Node("Abs", [y]), m.Builder.Tensor(Real(0.5f))]);
        return m.Output(
            m.Node("Add", [x, y]), m.Node("Sub", [x, y]), m.Node("Mul", [x, y]), m.Node("Div", [x, positive]), m.Node("Max", [x, y]), m.Node("Min", [x, y]),
            m.Node("Sum", [x, y, x]), m.Node("Mean", [x, y]), m.Node("Pow", [positive, m.Builder.Tensor(Real(1.7f))]));
    }

    private static ValueModel Logic()
    {
        var m = new ValueModel("logic");
        var (x, y) = (m.Input(4, 5), m.Input(5));
        var mask = m.Node("And", [m.Node("Greater", [x, y]), m.Node("Not", [m.Node("Less", [x, m.Builder.Tensor(Real(0))])])]);
        return m.Output(m.Node("Where", [mask, x, y]), m.Node("Cast", [m.Node("Or", [mask, m.Node("Equal", [x, x])])], Attr("to", 1)), m.Node("GreaterOrEqual", [x, y]), m.Node("LessOrEqual", [x, y]));
    }

    private static ValueModel Gelu20()
    {
        var m = new ValueModel("gelu-20", opset: 20);
        var x = m.Input(3, 17);
        return m.Output(m.Node("Gelu", [x]), m.Node("Gelu", [x], Attr("approximate", "tanh")), m.Contributed("FastGelu", [x]), m.Contributed("QuickGelu", [x]), m.Node("Mish", [x]));
    }

    private static ValueModel Dynamic()
    {
        var m = new ValueModel("dynamic-quantisation");
        var x = m.Builder.Nodes("DynamicQuantizeLinear", [m.Input(4, 16)], 3);
        var product = m.Node("MatMulInteger", [x[0], m.RandomBytes(3, -60, 60, 16, 6), x[2], m.Bytes(3, [0])]);
        return m.Output(m.Node("Mul", [m.Node("Cast", [product], Attr("to", 1)), m.Node("Mul", [x[1], m.Scale(0.01f)])]));
    }

    private static ValueModel Perceptron()
    {
        var m = new ValueModel("perceptron");
        var hidden = m.Node("Relu", [m.Node("Gemm", [m.Input(5, 20), m.Weight(0.3, 30, 20), m.Weight(0.2, 30)], Attr("transB", 1))]);
        return m.Output(m.Node("Gemm", [hidden, m.Weight(0.2, 30, 10), m.Weight(0.2, 10)]));
    }
}
