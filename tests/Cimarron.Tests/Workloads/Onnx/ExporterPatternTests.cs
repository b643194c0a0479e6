using Cimarron.Workloads;
using Cimarron.Workloads.Onnx.Proto;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Workloads.Onnx;

/// <summary>The shape sub-graphs that exporters write for vision transformers and shuffle networks, without value_info.</summary>
public sealed class ExporterPatternTests
{
    private static string Axes(ModelBuilder model, string opType, string input, params long[] axes) => model.Model.OpsetImport[0].Version >= 13
        ? model.Node(opType, [input, model.Constant(axes)])
        : model.Node(opType, [input], Attr("axes", axes));

    private static string Scalar(ModelBuilder model, string tensor, long axis) =>
        model.Node("Gather", [model.Node("Shape", [tensor]), model.ScalarConstant(axis)], Attr("axis", 0));

    private static string View(ModelBuilder model, string tensor, params string[] scalars) =>
        model.Node("Reshape", [tensor, model.Join([.. scalars.Select(s => Axes(model, "Unsqueeze", s, 0))])]);

    private static void AssertResolved(Network network)
    {
        network.Count(NodeKind.Unsupported).ShouldBe(0);
        network.Diagnostics.ShouldAllBe(d => d.Code == "CIM0222");
        network.Nodes.Where(n => n.Kind == NodeKind.Vector).ShouldAllBe(n => n.Elements > 0);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(17)]
    public void A_vision_transformer_resolves_its_class_token(long opset)
    {
        var model = new ModelBuilder(opset);
        var x = model.Input("x", "batch", 3, 224, 224);
        var patches = model.Node("Conv", [x, model.Weight(192, 3, 16, 16)], Attr("strides", [16, 16]));
        var flat = View(model, patches, Scalar(model, patches, 0), Scalar(model, patches, 1), model.ScalarConstant(-1));
        var tokens = model.Node("Transpose", [flat], Attr("perm", [0, 2, 1]));

        // cls.expand(B, −1, −1): a −1 keeps the dimension, written as Where(shape == −1, ones, shape).
        var wanted = model.Join(model.Dim(x, 0), model.Constant(-1), model.Constant(-1));
        var ones = model.Node("ConstantOfShape", [model.Node("Shape", [wanted])], Attr("value", RawInts([1], 1)));
        var minus = model.Node("Mul", [ones, model.ScalarConstant(-1)]);
        var target = model.Node("Where", [model.Node("Equal", [wanted, minus]), ones, wanted]);
        var token = model.Node("Expand", [model.Weight(1, 1, 192), target]);
        var all = model.Node("Add", [model.Node("Concat", [token, tokens], Attr("axis", 1)), model.Weight(1, 197, 192)]);
        model.ShapeOf(all, ("batch", 5)).ShouldBe([5, 197, 192]);

        var qkv = model.Node("MatMul", [all, model.Weight(192, 576)]);
        var heads = View(
            model, qkv, Scalar(model, qkv, 0), Scalar(model, qkv, 1), model.ScalarConstant(3), model.ScalarConstant(3), model.ScalarConstant(64));
        var parts = model.Node("Transpose", [heads], Attr("perm", [2, 0, 3, 1, 4]));
        string Part(long i) => model.Node("Gather", [parts, model.ScalarConstant(i)], Attr("axis", 0));
        var scores = model.Node("MatMul", [Part(0), model.Node("Transpose", [Part(1)], Attr("perm", [0, 1, 3, 2]))]);
        var width = model.Node("Cast", [model.Node("Slice", [model.Node("Shape", [scores]), model.Constant(-1), model.Constant(long.MaxValue), model.Constant(0)])], Attr("to", 1));
        var mixed = model.Node("MatMul", [model.Node("Softmax", [model.Node("Div", [scores, model.Node("Sqrt", [width])])], Attr("axis", -1)), Part(2)]);
        var merged = model.Node("Reshape", [model.Node("Transpose", [mixed], Attr("perm", [0, 2, 1, 3])), model.Constant(0, 0, 192)]);
        model.Node("Gather", [merged, model.ScalarConstant(0)], Attr("axis", 1));

        var network = model.Load(("batch", 5));
        AssertResolved(network);
        network.Nodes[^1].Elements.ShouldBe(5 * 192);
        var layers = network.MatrixNodes.ToList();
        (layers[0].Layer!.P, layers[0].Repeat).ShouldBe((14, 5));
        (layers[2].Layer!.P, layers[2].Layer!.C, layers[2].Layer!.K, layers[2].Layer!.G).ShouldBe((197, 64, 197, 15));
        (layers[3].Layer!.P, layers[3].Layer!.C, layers[3].Layer!.K, layers[3].Layer!.G).ShouldBe((197, 197, 64, 15));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(18)]
    public void A_shifted_window_transformer_resolves_rolls_windows_and_masks(long opset)
    {
        var model = new ModelBuilder(opset);
        var x = model.Input("x", 1, 54, 55, 96);

        // Pad to multiples of the window: (7 − H % 7) % 7.
        string Missing(long axis) => model.Node("Mod", [
            model.Node("Sub", [model.ScalarConstant(7), model.Node("Mod", [Scalar(model, x, axis), model.ScalarConstant(7)])]), model.ScalarConstant(7)]);
        var zero = model.Constant(0, 0, 0, 0, 0);
        var pads = model.Join(zero, Axes(model, "Unsqueeze", Missing(1), 0), Axes(model, "Unsqueeze", Missing(2), 0), model.Constant(0));
        var padded = model.Node("Pad", [x, pads]);
        model.ShapeOf(padded).ShouldBe([1, 56, 56, 96]);

        var rolled = Roll(model, Roll(model, padded, 1), 2);
        var windows = Partition(model, rolled);
        model.ShapeOf(windows).ShouldBe([64, 49, 96]);

        var scores = Attention(model, windows);
        var mask = Mask(model, padded);
        model.ShapeOf(mask).ShouldBe([64, 49, 49]);
        var grouped = model.Node("Reshape", [scores, model.Constant(1, 64, 3, 49, 49)]);
        var masked = model.Node("Add", [grouped, Axes(model, "Unsqueeze", Axes(model, "Unsqueeze", mask, 1), 0)]);
        model.Node("Softmax", [model.Node("Reshape", [masked, model.Constant(-1, 3, 49, 49)])], Attr("axis", -1));

        var network = model.Load();
        AssertResolved(network);
        network.Nodes[^1].Elements.ShouldBe(64 * 3 * 49 * 49);
        var attention = network.MatrixNodes.Last();
        (attention.Layer!.P, attention.Layer.C, attention.Layer.K, attention.Layer.G).ShouldBe((49, 32, 49, 192));
        attention.HasDynamicWeight.ShouldBeTrue();
        network.Nodes.Where(n => n.OpType is "ScatterND" or "Equal" or "Where").ShouldAllBe(n => n.Kind == NodeKind.Shape || n.Kind == NodeKind.Constant);
    }

    private static string Roll(ModelBuilder model, string x, long axis)
    {
        var head = model.Node("Slice", [x, model.Constant(3), model.Constant(long.MaxValue), model.Constant(axis)]);
        var tail = model.Node("Slice", [x, model.Constant(0), model.Constant(3), model.Constant(axis)]);
        return model.Node("Concat", [head, tail], Attr("axis", axis));
    }

    private static string Partition(ModelBuilder model, string x)
    {
        var seven = model.ScalarConstant(7);
        string Windows(long axis) => model.Node("Cast", [model.Node("Floor", [model.Node("Cast", [model.Node("Div", [Scalar(model, x, axis), seven])], Attr("to", 1))])], Attr("to", 7));
        var split = View(model, x, Scalar(model, x, 0), Windows(1), seven, Windows(2), seven, Scalar(model, x, 3));
        var order = model.Node("Transpose", [split], Attr("perm", [0, 1, 3, 2, 4, 5]));
        return View(model, order, model.Node("Mul", [Scalar(model, x, 0), model.Node("Mul", [Windows(1), Windows(2)])]), model.ScalarConstant(49), Scalar(model, x, 3));
    }

    private static string Attention(ModelBuilder model, string windows)
    {
        var qkv = model.Node("MatMul", [windows, model.Weight(96, 288)]);
        var heads = View(
            model, qkv, Scalar(model, windows, 0), Scalar(model, windows, 1), model.ScalarConstant(3), model.ScalarConstant(3),
            model.Node("Div", [Scalar(model, windows, 2), model.ScalarConstant(3)]));
        var parts = model.Node("Transpose", [heads], Attr("perm", [2, 0, 3, 1, 4]));
        var q = model.Node("Gather", [parts, model.ScalarConstant(0)], Attr("axis", 0));
        var k = model.Node("Gather", [parts, model.ScalarConstant(1)], Attr("axis", 0));
        return model.Node("MatMul", [q, model.Node("Transpose", [k], Attr("perm", [0, 1, 3, 2]))]);
    }

    /// <summary>mask = zeros(H, W); mask[49:, :] = 1; then pairwise differences inside windows, filled with −100 where not 0.</summary>
    private static string Mask(ModelBuilder model, string padded)
    {
        var zeros = model.Node("ConstantOfShape", [model.Join(model.Dim(padded, 1), model.Dim(padded, 2))], Attr("value", RawInts([0], 1)));
        var rows = model.Node("Range", [model.ScalarConstant(49), Scalar(model, padded, 1), model.ScalarConstant(1)]);
        var indices = Axes(model, "Unsqueeze", rows, 1);
        var updates = model.Node("Expand", [model.ScalarConstant(1), model.Join(model.Constant(7), model.Dim(padded, 2))]);
        var mask = model.Node("ScatterND", [zeros, indices, updates]);
        var windows = model.Node("Reshape", [model.Node("Transpose", [model.Node("Reshape", [mask, model.Constant(8, 7, 8, 7)])], Attr("perm", [0, 2, 1, 3])), model.Constant(64, 49)]);
        var difference = model.Node("Sub", [Axes(model, "Unsqueeze", windows, 1), Axes(model, "Unsqueeze", windows, 2)]);
        var isEqual = model.Node("Equal", [difference, model.ScalarConstant(0)]);
        return model.Node("Where", [model.Node("Not", [isEqual]), model.ScalarConstant(-100), difference]);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(18)]
    public void A_shuffle_network_resolves_its_channel_shuffle(long opset)
    {
        var model = new ModelBuilder(opset);
        var x = model.Input("x", "N", 116, 28, 28);
        var halves = opset switch
        {
            >= 18 => model.Nodes("Split", [x], 2, Attr("axis", 1), Attr("num_outputs", 2)),
            >= 13 => model.Nodes("Split", [x, model.Constant(58, 58)], 2, Attr("axis", 1)),
            _ => model.Nodes("Split", [x], 2, Attr("axis", 1), Attr("split", [58, 58])),
        };
        var branch = model.Node("Conv", [halves[1], model.Weight(58, 1, 3, 3)], Attr("group", 58), Attr("pads", [1, 1, 1, 1]));
        var y = model.Node("Concat", [halves[0], branch], Attr("axis", 1));
        var perGroup = model.Node("Div", [Scalar(model, y, 1), model.ScalarConstant(2)]);
        var split = View(model, y, Scalar(model, y, 0), model.ScalarConstant(2), perGroup, Scalar(model, y, 2), Scalar(model, y, 3));
        var mixed = model.Node("Transpose", [split], Attr("perm", [0, 2, 1, 3, 4]));
        var shuffled = View(model, mixed, Scalar(model, y, 0), model.ScalarConstant(-1), Scalar(model, y, 2), Scalar(model, y, 3));
        model.ShapeOf(mixed, ("N", 2)).ShouldBe([2, 58, 2, 28, 28]);
        model.ShapeOf(shuffled, ("N", 2)).ShouldBe([2, 116, 28, 28]);
        var network = model.Load(("N", 2));
        AssertResolved(network);
        network.MatrixNodes.ShouldHaveSingleItem().Layer!.G.ShouldBe(58);
        network.Nodes.Single(n => n.OpType == "Split").Elements.ShouldBe(2 * 116 * 28 * 28);
    }

    [Fact]
    public void Chunks_computed_from_the_shape_are_resolved()
    {
        // x.chunk(2, 1): start = i · ((C + 1) / 2), end = start + (C + 1) / 2.
        var model = new ModelBuilder(11);
        var x = model.Input("x", 1, 116, 14, 14);
        var half = model.Node("Div", [model.Node("Add", [Scalar(model, x, 1), model.ScalarConstant(1)]), model.ScalarConstant(2)]);
        string Bound(long i) => Axes(model, "Unsqueeze", model.Node("Mul", [half, model.ScalarConstant(i)]), 0);
        var second = model.Node("Slice", [x, Bound(1), Bound(2), model.Constant(1)]);
        model.ShapeOf(second).ShouldBe([1, 58, 14, 14]);
        AssertResolved(model.Load());
    }

    [Theory]
    [InlineData(1, 3, "Squeeze")]
    [InlineData(0, 6, "Mul")]
    public void A_condition_on_shapes_takes_its_branch(long limit, long elements, string inside)
    {
        var model = new ModelBuilder();
        var x = model.Input("x", 1, 3, "n");
        var condition = model.Node("Equal", [Scalar(model, x, 2), model.ScalarConstant(limit)]);
        GraphProto Branch(string op, string[] inputs) => new()
        {
            Node = { new NodeProto { OpType = op, Name = "inner", Input = { inputs }, Output = { "out_" + op } } },
            Output = { new ValueInfoProto { Name = "out_" + op } },
        };
        var y = model.Node("If", [condition], Attr("then_branch", Branch("Squeeze", [x])), Attr("else_branch", Branch("Mul", [x, x])));
        model.Node("Relu", [y]);
        var network = model.Load(("n", limit == 1 ? 1 : 2));
        AssertResolved(network);
        network.Nodes.Single(n => n.Name.EndsWith("/inner", StringComparison.Ordinal)).OpType.ShouldBe(inside);
        network.Nodes[^1].Elements.ShouldBe(elements);
    }

    [Fact]
    public void A_condition_known_at_run_time_only_is_unsupported()
    {
        var model = new ModelBuilder();
        var branch = new GraphProto { Node = { new NodeProto { OpType = "Relu", Input = { "x" }, Output = { "r" } } }, Output = { new ValueInfoProto { Name = "r" } } };
        model.Node("If", [model.TypedInput("c", 9), ], Attr("then_branch", branch), Attr("else_branch", branch));
        model.Input("x", 4);
        var network = model.Load();
        network.Nodes.ShouldHaveSingleItem().Kind.ShouldBe(NodeKind.Unsupported);
        network.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0220");
    }

    [Fact]
    public void A_function_of_the_model_is_inlined_with_its_attributes()
    {
        var model = new ModelBuilder();
        var inner = new NodeProto { OpType = "Conv", Name = "conv", Input = { "a", "b" }, Output = { "c" } };
        inner.Attribute.Add(new AttributeProto { Name = "strides", Type = 7, RefAttrName = "step" });
        model.Model.Functions.Add(new FunctionProto
        {
            Name = "Block", Domain = "local", Input = { "a", "b" }, Output = { "d" }, Attribute = { "step" },
            Node = { inner, new NodeProto { OpType = "Relu", Input = { "c" }, Output = { "d" } } },
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
        });
        var x = model.Input("x", 1, 3, 9, 9);
        var y = model.Node("Block", [x, model.Weight(4, 3, 1, 1)], Attr("step", [2, 2]));
        model.Graph.Node[0].Domain = "local";
        model.ShapeOf(y).ShouldBe([1, 4, 5, 5]);
        model.Load().Nodes.Select(n => n.Name).ShouldBe(["Block_0/conv", "Block_0/Relu_1"]);
    }

    [Fact]
    public void Unknown_operators_are_counted_and_named()
    {
        var model = new ModelBuilder();
        var x = model.Input("x", 4, 4);
        var y = model.Node("Mystery", [model.Node("Mystery", [x])]);
        model.Node("Relu", [y]);
        var network = model.Load();
        network.Count(NodeKind.Unsupported).ShouldBe(3);
        network.Diagnostics.Select(d => d.Code).ShouldBe(["CIM0220", "CIM0221"]);
        network.Diagnostics[0].Message.ShouldContain("2 nodes");
    }

    [Fact]
    public void Shapes_stated_in_the_file_help_behind_unknown_operators_and_are_checked_elsewhere()
    {
        var model = new ModelBuilder();
        var y = model.Node("Mystery", [model.Input("x", 4, 4)]);
        var z = model.Node("Relu", [y]);
        ValueInfoProto Info(string name, long size) => new()
        {
            Name = name,
            Type = new TypeProto { TensorType = new TensorTypeProto { ElemType = 1, Shape = new TensorShapeProto { Dim = { new DimensionProto { DimValue = size } } } } },
        };
        model.Graph.ValueInfo.Add(Info(y, 10));
        model.Graph.ValueInfo.Add(Info(z, 11));
        var network = model.Load();
        network.Nodes[1].Elements.ShouldBe(10);
        network.Diagnostics.Select(d => d.Code).ShouldBe(["CIM0220", "CIM0223"]);
    }
}
