using Cimarron.Workloads;
using Cimarron.Workloads.Onnx.Proto;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Workloads.Onnx;

public sealed class ConvolutionTests
{
    private static NetworkNode Only(ModelBuilder model) => model.Load().MatrixNodes.ShouldHaveSingleItem();

    private static NetworkNode Conv(object[] input, long[] weight, params AttributeProto[] attributes)
    {
        var model = new ModelBuilder();
        model.Node("Conv", [model.Input("x", input), model.Weight(weight), ""], attributes);
        return Only(model);
    }

    [Fact]
    public void Strides_dilations_and_pads_are_read_per_axis()
    {
        var node = Conv([1, 8, 20, 30], [16, 8, 3, 5], Attr("strides", [2, 3]), Attr("dilations", [2, 1]), Attr("pads", [1, 2, 0, 4]));

        // P = (20 + 1 − 5)/2 + 1 = 9; Q = (30 + 6 − 5)/3 + 1 = 11.
        node.Layer.ShouldBe(new Layer
        {
            Name = "Conv_0", R = 3, S = 5, P = 9, Q = 11, C = 8, K = 16, H = 20, W = 30, StrideHeight = 2, StrideWidth = 3, DilationHeight = 2,
            Padding = new Padding(1, 2, 0, 4),
        });
        node.Elements.ShouldBe(16 * 9 * 11);
        node.WeightName.ShouldBe("w0");
    }

    [Fact]
    public void Groups_divide_channels()
    {
        var grouped = Conv([1, 32, 7, 7], [64, 8, 1, 1], Attr("group", 4)).Layer!;
        (grouped.C, grouped.K, grouped.G).ShouldBe((8, 16, 4));
        var depthwise = Conv([1, 32, 7, 7], [32, 1, 3, 3], Attr("group", 32), Attr("pads", [1, 1, 1, 1])).Layer!;
        (depthwise.C, depthwise.K, depthwise.G, depthwise.Macs).ShouldBe((1, 1, 32, 32L * 9 * 49));
    }

    [Theory]
    [InlineData("SAME_UPPER", 5, 0, 1, 1, 1)]
    [InlineData("SAME_LOWER", 5, 1, 1, 0, 1)]
    [InlineData("VALID", 4, 0, 0, 0, 0)]
    public void Automatic_padding_is_resolved(string mode, int height, int top, int left, int bottom, int right)
    {
        // Height 10 with 3 taps, stride 2: SAME needs 5 windows and 4·2 + 3 − 10 = 1 row; width 9: 5 windows and 2 columns.
        var layer = Conv([1, 1, 10, 9], [1, 1, 3, 3], Attr("strides", [2, 2]), Attr("auto_pad", mode)).Layer!;
        layer.P.ShouldBe(height);
        layer.Padding.ShouldBe(new Padding(top, left, bottom, right));
    }

    [Fact]
    public void A_batch_repeats_the_layer_of_one_image()
    {
        var node = Conv([6, 3, 8, 8], [4, 3, 3, 3]);
        node.Repeat.ShouldBe(6);
        node.Layer!.P.ShouldBe(6);
        node.Elements.ShouldBe(4 * 6 * 6);
        node.Macs.ShouldBe(6L * 4 * 3 * 9 * 36);
    }

    [Fact]
    public void One_dimension_runs_along_the_height()
    {
        var layer = Conv([1, 80, 3000], [384, 80, 3], Attr("strides", [2L]), Attr("pads", [1, 1])).Layer!;
        (layer.R, layer.S, layer.P, layer.Q, layer.H, layer.W, layer.StrideHeight).ShouldBe((3, 1, 1500, 1, 3000, 1, 2));
        layer.Padding.ShouldBe(new Padding(1, 0, 1, 0));
    }

    [Fact]
    public void Three_dimensions_are_listed_as_unsupported_and_still_inferred()
    {
        var model = new ModelBuilder();
        var y = model.Node("Conv", [model.Input("x", 1, 3, 8, 8, 8), model.Weight(4, 3, 3, 3, 3)]);
        model.Node("Relu", [y]);
        var network = model.Load();
        network.Nodes[0].Kind.ShouldBe(NodeKind.Unsupported);
        network.Nodes[1].Elements.ShouldBe(4 * 6 * 6 * 6);
        var warning = network.Diagnostics.ShouldHaveSingleItem();
        warning.Code.ShouldBe("CIM0220");
        warning.Message.ShouldContain("3 spatial dimensions");
    }

    [Fact]
    public void Quantised_convolutions_are_convolutions()
    {
        var model = new ModelBuilder();
        var x = model.TypedInput("x", 2, 1, 3, 8, 8);
        var scale = model.Floats(0.1f);
        var zero = model.Scalar(0);
        var y = model.Node("QLinearConv", [x, scale, zero, model.Weight(8, 3, 3, 3), scale, zero, scale, zero]);
        var z = model.Node("ConvInteger", [y, model.Weight(4, 8, 1, 1)]);
        model.Node("Cast", [z], Attr("to", 1));
        model.Load().MatrixNodes.Select(n => n.Macs).ShouldBe([8L * 27 * 36, 4L * 8 * 36]);
    }

    [Fact]
    public void Dequantised_weights_stay_static()
    {
        var model = new ModelBuilder();
        var scale = model.Floats(0.1f);
        var x = model.Node("DequantizeLinear", [model.Node("QuantizeLinear", [model.Input("x", 1, 3, 8, 8), scale]), scale]);
        var w = model.Node("DequantizeLinear", [model.Weight(8, 3, 3, 3), scale]);
        model.Node("Conv", [x, w]);
        var network = model.Load();
        network.Nodes.Select(n => n.Kind).ShouldBe([NodeKind.Vector, NodeKind.Vector, NodeKind.Constant, NodeKind.Matrix]);
        network.Nodes[3].HasDynamicWeight.ShouldBeFalse();
        network.Nodes[3].WeightName.ShouldBe("w3");
    }

    [Fact]
    public void A_transposed_convolution_is_a_product_and_an_overlap_add()
    {
        var model = new ModelBuilder();
        var y = model.Node("ConvTranspose", [model.Input("x", 1, 16, 10, 12), model.Weight(16, 8, 4, 4)], Attr("strides", [2, 2]), Attr("pads", [1, 1, 1, 1]));
        model.ShapeOf(y).ShouldBe([1, 8, 20, 24]);
        var network = model.Load();
        var layer = network.Nodes[0].Layer!;
        (layer.P, layer.C, layer.K, layer.G).ShouldBe((120, 16, 128, 1));
        network.Nodes[1].Kind.ShouldBe(NodeKind.Vector);
        network.Nodes[1].Elements.ShouldBe(120 * 128);
    }

    [Theory]
    [InlineData("strides", 0, 1)]
    [InlineData("strides", -1, 1)]
    [InlineData("strides", long.MaxValue, 1)]
    [InlineData("dilations", 9, 9)]
    [InlineData("kernel_shape", 5, 5)]
    public void Impossible_windows_are_errors_that_name_the_node(string attribute, long first, long second)
    {
        var error = Should.Throw<DiagnosticException>(() => Conv([1, 3, 8, 8], [4, 3, 3, 3], Attr(attribute, [first, second])));
        error.Diagnostics.ShouldHaveSingleItem().Field.ShouldBe("node 'Conv_0' (Conv)");
    }
}
