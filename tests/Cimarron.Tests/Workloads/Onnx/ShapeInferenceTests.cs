using Cimarron.Workloads;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Workloads.Onnx;

/// <summary>One operator at a time, with hand-computed shapes.</summary>
public sealed class ShapeInferenceTests
{
    private static long[] One(long[] input, string opType, params AttributeProto[] attributes) => One(17, input, opType, attributes);

    private static long[] One(long opset, long[] input, string opType, params AttributeProto[] attributes)
    {
        var model = new ModelBuilder(opset);
        return model.ShapeOf(model.Node(opType, [model.Input("x", [.. input.Cast<object>()])], attributes));
    }

    [Theory]
    [InlineData(0, 3, 2, 0, new long[] { 1, 8, 54, 54 })] // floor(53.5) + 1
    [InlineData(1, 3, 2, 0, new long[] { 1, 8, 55, 55 })]
    [InlineData(1, 2, 2, 1, new long[] { 1, 8, 56, 56 })] // 112 padded: 56 windows exactly
    [InlineData(1, 2, 3, 1, new long[] { 1, 8, 37, 37 })] // ceil gives 38; the last would start at 111, in the padding
    public void Pooling_rounds(long ceil, long kernel, long stride, long pad, long[] expected) => One(
        [1, 8, 110, 110],
        "MaxPool",
        Attr("kernel_shape", [kernel, kernel]),
        Attr("strides", [stride, stride]),
        Attr("pads", [pad, pad, pad, pad]),
        Attr("ceil_mode", ceil)).ShouldBe(expected);

    [Fact]
    public void Pooling_dilates_and_pads_automatically()
    {
        One([1, 1, 10, 10], "MaxPool", Attr("kernel_shape", [3, 3]), Attr("dilations", [2, 3])).ShouldBe([1, 1, 6, 4]);
        One([1, 1, 10, 11], "AveragePool", Attr("kernel_shape", [3, 3]), Attr("strides", [2, 2]), Attr("auto_pad", "SAME_UPPER")).ShouldBe([1, 1, 5, 6]);
        One([2, 7, 10, 11], "GlobalAveragePool").ShouldBe([2, 7, 1, 1]);
    }

    [Theory]
    [InlineData(new long[] { 0, -1 }, 0, new long[] { 2, 60 })]
    [InlineData(new long[] { -1 }, 0, new long[] { 120 })]
    [InlineData(new long[] { 5, 0, 8 }, 0, new long[] { 5, 3, 8 })]
    [InlineData(new long[] { 2, 2, 30, 1 }, 1, new long[] { 2, 2, 30, 1 })]
    public void Reshape_copies_and_fills(long[] target, long allowZero, long[] expected)
    {
        var model = new ModelBuilder();
        model.ShapeOf(model.Node("Reshape", [model.Input("x", 2, 3, 4, 5), model.Constant(target)], Attr("allowzero", allowZero))).ShouldBe(expected);
    }

    [Fact]
    public void Attributes_became_inputs_in_later_operator_sets()
    {
        One(11, [1, 3, 1], "Squeeze", Attr("axes", [0, -1])).ShouldBe([3]);
        One(11, [3], "Unsqueeze", Attr("axes", [0, 2])).ShouldBe([1, 3, 1]);
        One(9, [4, 9], "Slice", Attr("starts", [1, -4]), Attr("ends", [100, -1])).ShouldBe([3, 3]);
        One(9, [4, 9], "Pad", Attr("pads", [1, 2, 3, 4])).ShouldBe([8, 15]);
        One(13, [4, 9, 2], "ReduceMean", Attr("axes", [-1, 0]), Attr("keepdims", 0)).ShouldBe([9]);
        One(9, [4, 9], "TopK", Attr("k", 3)).ShouldBe([4, 3]);
        var model = new ModelBuilder(18);
        var x = model.Input("x", 4, 9, 2);
        model.ShapeOf(model.Node("ReduceMean", [x, model.Constant(1)])).ShouldBe([4, 1, 2]);
        model.ShapeOf(model.Node("ReduceMean", [x])).ShouldBe([1, 1, 1]);
        model.ShapeOf(model.Node("Pad", [x, model.Constant(1, 5), "", model.Constant(1)])).ShouldBe([4, 15, 2]);
    }

    [Theory]
    [InlineData(9, -1, -9223372036854775807, -1, 9)] // x[::-1]
    [InlineData(9, 7, 2, -2, 3)] // 7, 5, 3
    [InlineData(9, 0, 9223372036854775807, 4, 3)] // 0, 4, 8
    [InlineData(9, 5, 5, 1, 0)]
    [InlineData(9, -100, 100, 1, 9)]
    public void Slices_clamp_and_step(long size, long start, long end, long step, long expected)
    {
        var model = new ModelBuilder();
        var y = model.Node("Slice", [model.Input("x", size), model.Constant(start), model.Constant(end), model.Constant(0), model.Constant(step)]);
        model.ShapeOf(y).ShouldBe([expected]);
    }

    [Fact]
    public void Resizing_takes_scales_or_sizes()
    {
        var model = new ModelBuilder();
        var x = model.Input("x", 1, 8, 7, 14);
        model.ShapeOf(model.Node("Resize", [x, "", model.Floats(1, 1, 1.4285715f, 0.5f)])).ShouldBe([1, 8, 10, 7]);
        model.ShapeOf(model.Node("Resize", [x, "", "", model.Constant(1, 8, 20, 30)])).ShouldBe([1, 8, 20, 30]);
        var half = model.Join(model.Constant(1, 8), model.Node("Mul", [model.Join(model.Dim(x, 2), model.Dim(x, 3)), model.Constant(2, 2)]));
        model.ShapeOf(model.Node("Resize", [x, "", model.Floats(), half])).ShouldBe([1, 8, 14, 28]);
        var old = new ModelBuilder(9);
        old.ShapeOf(old.Node("Upsample", [old.Input("x", 1, 2, 3, 4), old.Floats(1, 1, 2, 2)])).ShouldBe([1, 2, 6, 8]);
    }

    [Fact]
    public void Elements_are_moved_between_depth_and_space()
    {
        One([1, 32, 4, 5], "DepthToSpace", Attr("blocksize", 4)).ShouldBe([1, 2, 16, 20]);
        One([1, 3, 8, 6], "SpaceToDepth", Attr("blocksize", 2)).ShouldBe([1, 12, 4, 3]);
        One([2, 3, 4], "Flatten", Attr("axis", 2)).ShouldBe([6, 4]);
        One([2, 3, 4], "Flatten", Attr("axis", 0)).ShouldBe([1, 24]);
        One([2, 3, 4], "Transpose").ShouldBe([4, 3, 2]);
        One([2, 3, 4], "ArgMax", Attr("axis", 1), Attr("keepdims", 0)).ShouldBe([2, 4]);
    }

    [Fact]
    public void Broadcasting_stretches_ones_on_both_sides()
    {
        var model = new ModelBuilder();
        model.ShapeOf(model.Node("Mul", [model.Input("x", 5, 1, 7), model.Input("y", 6, 1)])).ShouldBe([5, 6, 7]);
        model.ShapeOf(model.Node("Where", [model.Input("c", 2, 1, 1, 1), "x", "y"])).ShouldBe([2, 5, 6, 7]);
        model.Node("Add", ["x", model.Input("z", 2)]);
        Should.Throw<DiagnosticException>(() => model.Load()).Message.ShouldContain("[5, 1, 7] and [2]");
    }

    [Fact]
    public void Constants_are_folded_with_the_meaning_of_the_operators()
    {
        // Each value becomes a length: −7 / 2 truncates to −3, −7 mod 3 is 2, the sum is taken from 20.
        var model = new ModelBuilder();
        var minus = model.ScalarConstant(-7);
        string Length(string scalar) => model.Node("ConstantOfShape", [model.Node("Unsqueeze", [scalar, model.Constant(0)])]);
        model.ShapeOf(Length(model.Node("Add", [model.Node("Div", [minus, model.ScalarConstant(2)]), model.ScalarConstant(20)]))).ShouldBe([17]);
        model.ShapeOf(Length(model.Node("Mod", [minus, model.ScalarConstant(3)]))).ShouldBe([2]);
        model.ShapeOf(Length(model.Node("Mod", [model.ScalarConstant(7), model.ScalarConstant(3)], Attr("fmod", 1)))).ShouldBe([1]);
        model.ShapeOf(Length(model.Node("ReduceProd", [model.Constant(2, 3, 4)], Attr("keepdims", 0)))).ShouldBe([24]);
        model.ShapeOf(Length(model.Node("Size", [model.Input("x", 5, 5)]))).ShouldBe([25]);
        var up = model.Node("Ceil", [model.Node("Div", [model.Node("Cast", [minus], Attr("to", 1)), model.Floats(-2)])]);
        model.ShapeOf(Length(model.Node("Squeeze", [model.Node("Cast", [up], Attr("to", 7))]))).ShouldBe([4]);
        model.ShapeOf(model.Node("NonZero", [model.Constant(0, 3, 0, 4)])).ShouldBe([1, 2]);
        model.ShapeOf(model.Node("Range", [model.ScalarConstant(10), model.ScalarConstant(0), model.ScalarConstant(-3)])).ShouldBe([4]);
        model.ShapeOf(model.Node("Tile", ["x", model.Constant(2, 3)])).ShouldBe([10, 15]);
        model.ShapeOf(model.Node("OneHot", ["x", model.ScalarConstant(9), model.Floats(0, 1)])).ShouldBe([5, 5, 9]);
    }

    [Fact]
    public void Rearranged_constants_keep_their_values()
    {
        // [[1, 2, 3], [4, 5, 6]] → transposed, row 1 is [2, 5]; tiled, sliced backwards and scattered into.
        var model = new ModelBuilder();
        var matrix = model.Tensor(RawInts([1, 2, 3, 4, 5, 6], 2, 3));
        string Build(string shape) => model.Node("ConstantOfShape", [shape]);
        string Row(string m, long i) => model.Node("Gather", [m, model.ScalarConstant(i)], Attr("axis", 0));
        model.ShapeOf(Build(Row(model.Node("Transpose", [matrix]), 1))).ShouldBe([2, 5]);
        model.ShapeOf(Build(Row(model.Node("Slice", [matrix, model.Constant(-1), model.Constant(-100), model.Constant(1), model.Constant(-1)]), 0))).ShouldBe([3, 2, 1]);
        model.ShapeOf(Build(Row(model.Node("Concat", [matrix, matrix], Attr("axis", 1)), 1))).ShouldBe([4, 5, 6, 4, 5, 6]);
        model.ShapeOf(Build(model.Nodes("Split", [matrix, model.Constant(2, 1)], 2, Attr("axis", 1)) is var parts ? model.Node("Reshape", [parts[0], model.Constant(-1)]) : "")).ShouldBe([1, 2, 4, 5]);
        model.ShapeOf(Build(model.Node("Pad", [Row(matrix, 0), model.Constant(1, 2), model.Scalar(9)]))).ShouldBe([9, 1, 2, 3, 9, 9]);
        model.ShapeOf(Build(Row(model.Node("ScatterND", [matrix, model.Tensor(RawInts([1], 1, 1)), model.Tensor(RawInts([7, 8, 9], 1, 3))]), 1))).ShouldBe([7, 8, 9]);
        model.ShapeOf(Build(Row(model.Node("Expand", [Row(matrix, 1), model.Constant(2, 3)]), 1))).ShouldBe([4, 5, 6]);
        model.ShapeOf(Build(model.Node("Tile", [Row(matrix, 0), model.Constant(2)]))).ShouldBe([1, 2, 3, 1, 2, 3]);
        model.ShapeOf(Build(model.Node("Max", [Row(matrix, 0), model.Constant(2, 2, 2)]))).ShouldBe([2, 2, 3]);
    }

    [Theory]
    [InlineData(6, new byte[] { 4, 0, 0, 0 })]
    [InlineData(7, new byte[] { 4, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(2, new byte[] { 4 })]
    [InlineData(5, new byte[] { 4, 0 })]
    [InlineData(1, new byte[] { 0, 0, 0x80, 0x40 })]
    [InlineData(10, new byte[] { 0, 0x44 })]
    [InlineData(16, new byte[] { 0x80, 0x40 })]
    [InlineData(11, new byte[] { 0, 0, 0, 0, 0, 0, 0x10, 0x40 })]
    public void Raw_data_of_every_type_is_decoded(int type, byte[] four)
    {
        var model = new ModelBuilder();
        var value = model.Tensor(new TensorProto { DataType = type, Dims = { 1 }, RawData = ByteString.CopyFrom(four) });
        model.ShapeOf(model.Node("ConstantOfShape", [model.Node("Cast", [value], Attr("to", 7))])).ShouldBe([4]);
    }

    [Fact]
    public void Typed_data_fields_are_decoded()
    {
        var model = new ModelBuilder();
        foreach (var tensor in new[]
        {
            new TensorProto { DataType = 7, Dims = { 1 }, Int64Data = { 4 } },
            new TensorProto { DataType = 6, Dims = { 1 }, Int32Data = { 4 } },
            new TensorProto { DataType = 9, Dims = { 1 }, Int32Data = { 1 } },
            new TensorProto { DataType = 13, Dims = { 1 }, Uint64Data = { 4 } },
            new TensorProto { DataType = 11, Dims = { 1 }, DoubleData = { 4 } },
            new TensorProto { DataType = 10, Dims = { 1 }, Int32Data = { 0x4400 } },
        })
        {
            var length = tensor.DataType == 9 ? 1 : 4;
            model.ShapeOf(model.Node("ConstantOfShape", [model.Node("Cast", [model.Tensor(tensor)], Attr("to", 7))])).ShouldBe([length]);
        }
    }

    [Fact]
    public void Initializers_among_the_inputs_keep_their_values()
    {
        var model = new ModelBuilder(7);
        var shape = model.Ints(2, -1);
        model.TypedInput(shape, 7, 2);
        model.ShapeOf(model.Node("Reshape", [model.Input("x", 4, 3), shape])).ShouldBe([2, 6]);
        model.Load().Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Recurrent_and_fused_operators_are_listed_and_passed_through()
    {
        var model = new ModelBuilder();
        var y = model.Nodes("LSTM", [model.Input("x", 10, 2, 16), model.Weight(2, 256, 16), model.Weight(2, 256, 64)], 2, Attr("hidden_size", 64), Attr("direction", "bidirectional"));
        model.ShapeOf(y[0]).ShouldBe([10, 2, 2, 64]);
        model.ShapeOf(y[1]).ShouldBe([2, 2, 64]);
        var network = model.Load();
        network.Count(NodeKind.Unsupported).ShouldBe(1);
        network.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("LSTM");
    }
}
