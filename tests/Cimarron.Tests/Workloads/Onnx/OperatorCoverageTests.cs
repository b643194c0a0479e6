using Cimarron.Workloads;
using Cimarron.Workloads.Onnx.Proto;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Workloads.Onnx;

/// <summary>Less common operators: fused, quantised, indexed and random ones.</summary>
public sealed class OperatorCoverageTests
{
    private static string Contributed(ModelBuilder model, string opType, string[] inputs, params AttributeProto[] attributes)
    {
        var name = model.Node(opType, inputs, attributes);
        model.Graph.Node[^1].Domain = "com.microsoft";
        return name;
    }

    [Fact]
    public void Fused_products_are_products()
    {
        var model = new ModelBuilder();
        var x = model.Input("x", 2, 5, 7);
        Contributed(model, "FusedMatMul", [x, model.Weight(9, 7)], Attr("transB", 1));
        Contributed(model, "MatMulNBits", [x, model.Weight(12, 1, 4), model.Weight(12)], Attr("K", 7), Attr("N", 12));
        var scale = model.Floats(1);
        Contributed(model, "QGemm", [model.Input("a", 4, 8), scale, scale, model.Weight(8, 3), scale, scale]);
        var y = Contributed(model, "FusedConv", [model.Input("i", 1, 3, 8, 8), model.Weight(4, 3, 3, 3)], Attr("activation", "Relu"));
        model.ShapeOf(y).ShouldBe([1, 4, 6, 6]);
        var network = model.Load();
        network.MatrixNodes.Select(n => n.Macs).ShouldBe([10L * 7 * 9, 10L * 7 * 12, 4L * 8 * 3, 4L * 27 * 36]);
        network.MatrixNodes.ShouldAllBe(n => !n.HasDynamicWeight);
    }

    [Fact]
    public void Fused_and_quantised_vector_operators_keep_or_join_shapes()
    {
        var model = new ModelBuilder();
        var scale = model.Floats(1);
        var x = model.Input("x", 1, 6, 4, 4);
        var y = model.Input("y", 1, 2, 4, 4);
        model.ShapeOf(Contributed(model, "QLinearConcat", [scale, scale, x, scale, scale, y, scale, scale], Attr("axis", 1))).ShouldBe([1, 8, 4, 4]);
        model.ShapeOf(Contributed(model, "QLinearAdd", [x, scale, scale, model.Input("z", 6, 1, 1), scale, scale, scale, scale])).ShouldBe([1, 6, 4, 4]);
        model.ShapeOf(Contributed(model, "QLinearGlobalAveragePool", [x, scale, scale, scale, scale])).ShouldBe([1, 6, 1, 1]);
        model.ShapeOf(Contributed(model, "SkipLayerNormalization", [x, x, scale])).ShouldBe([1, 6, 4, 4]);
        model.Load().Nodes.ShouldAllBe(n => n.Kind == NodeKind.Vector);
    }

    [Fact]
    public void Fused_attention_is_listed_but_does_not_hide_what_follows()
    {
        var model = new ModelBuilder();
        var x = model.Input("x", 1, 16, 64);
        var y = Contributed(model, "Attention", [x, model.Weight(64, 192), model.Weight(192)], Attr("num_heads", 4));
        model.Node("MatMul", [y, model.Weight(64, 64)]);
        var network = model.Load();
        network.Nodes.Select(n => n.Kind).ShouldBe([NodeKind.Unsupported, NodeKind.Matrix]);
        network.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("com.microsoft.Attention");
    }

    [Fact]
    public void Indexed_operators_take_the_shape_of_their_indices()
    {
        var model = new ModelBuilder();
        var x = model.Input("x", 5, 6, 7);
        model.ShapeOf(model.Node("GatherND", [x, model.TypedInput("i", 7, 3, 2)])).ShouldBe([3, 7]);
        model.ShapeOf(model.Node("GatherND", [x, model.TypedInput("j", 7, 5, 1)], Attr("batch_dims", 1))).ShouldBe([5, 7]);
        model.ShapeOf(model.Node("GatherElements", [x, model.TypedInput("k", 7, 5, 2, 7)], Attr("axis", 1))).ShouldBe([5, 2, 7]);
        model.ShapeOf(model.Node("Gather", [x, model.TypedInput("l", 7, 2, 3)], Attr("axis", -2))).ShouldBe([5, 2, 3, 7]);
        model.ShapeOf(model.Node("ScatterElements", [x, "k", "k"])).ShouldBe([5, 6, 7]);
        model.ShapeOf(model.Node("GridSample", [model.Input("image", 2, 3, 8, 8), model.Input("grid", 2, 5, 6, 2)])).ShouldBe([2, 3, 5, 6]);
    }

    [Fact]
    public void Further_outputs_have_their_own_shapes()
    {
        var model = new ModelBuilder();
        var x = model.Input("x", 2, 6, 8);
        model.ShapeOf(model.Nodes("LayerNormalization", [x, model.Weight(8)], 3)[1]).ShouldBe([2, 6, 1]);
        model.ShapeOf(model.Nodes("DynamicQuantizeLinear", [x], 3)[1]).ShouldBe([]);
        model.ShapeOf(model.Nodes("Dropout", [x], 2)[1]).ShouldBe([2, 6, 8]);
        model.ShapeOf(model.Nodes("TopK", [x, model.Constant(3)], 2, Attr("axis", 1))[1]).ShouldBe([2, 3, 8]);
    }

    [Theory]
    [InlineData("output_padding", 1, 1, new long[] { 1, 4, 22, 24 })]
    [InlineData("output_shape", 19, 23, new long[] { 1, 4, 19, 23 })]
    [InlineData("dilations", 2, 1, new long[] { 1, 4, 23, 23 })]
    public void Transposed_convolutions_grow(string attribute, long first, long second, long[] expected)
    {
        // (10 − 1)·2 + (3 − 1) + 1 = 21 rows and 23 columns without further attributes.
        var model = new ModelBuilder();
        var y = model.Node("ConvTranspose", [model.Input("x", 1, 8, 10, 11), model.Weight(8, 2, 3, 3)], Attr("strides", [2, 2]), Attr("group", 2), Attr(attribute, [first, second]));
        model.ShapeOf(y).ShouldBe(expected);
        var layer = model.Load().MatrixNodes.ShouldHaveSingleItem().Layer!;
        (layer.P, layer.C, layer.K, layer.G).ShouldBe((110, 4, 18, 2));
    }

    [Fact]
    public void Random_tensors_are_run_time_work()
    {
        var model = new ModelBuilder();
        var noise = model.Node("RandomNormal", [], Attr("shape", [3, 4]));
        model.Node("MatMul", [model.Input("x", 2, 3), noise]);
        var network = model.Load();
        network.Nodes[0].Kind.ShouldBe(NodeKind.Vector);
        network.Nodes[1].HasDynamicWeight.ShouldBeTrue();
    }

    [Fact]
    public void Equal_node_names_are_told_apart()
    {
        var model = new ModelBuilder();
        model.Input("x", 4);
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "a", Input = { "x" }, Output = { "p" } });
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "a", Input = { "p" }, Output = { "q" } });
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Input = { "q" }, Output = { "r" } });
        model.Load().Nodes.Select(n => n.Name).ShouldBe(["a", "a#2", "Relu_2"]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(24)]
    public void Operator_sets_outside_the_known_range_are_read_with_a_warning(long opset)
    {
        var model = new ModelBuilder(opset);
        model.Node("Relu", [model.Input("x", 4)]);
        model.Load().Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0224");
    }

    [Fact]
    public void Cancellation_stops_the_import()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => NetworkLoader.Load(ModelFiles.Path("resnet18.shape.onnx"), cancellationToken: source.Token));
    }

    [Fact]
    public void Identity_of_a_network_depends_on_its_definition_only()
    {
        var first = NetworkLoader.Load(ModelFiles.Path("vgg16.shape.onnx"));
        NetworkLoader.Load(ModelFiles.Path("vgg16.shape.onnx")).Hash.ShouldBe(first.Hash);
        NetworkLoader.Load(ModelFiles.Path("alexnet.shape.onnx")).Hash.ShouldNotBe(first.Hash);
        NetworkLoader.Load("bert-base:seq=128").Hash.ShouldBe(NetworkLoader.Load("BERT_base").Hash);
    }
}
