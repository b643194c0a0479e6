using Cimarron.Workloads;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Workloads.Onnx;

/// <summary>Files that are wrong, by accident or on purpose, end in diagnostics.</summary>
public sealed class HostileModelTests
{
    private static IReadOnlyList<Diagnostic> Errors(ModelBuilder model, params (string Name, int Value)[] dims)
    {
        var error = Should.Throw<DiagnosticException>(() => model.Load(dims));
        error.ExitCode.ShouldBe(ExitCode.BadInput);
        error.Diagnostics.ShouldAllBe(d => d.File == "test.onnx");
        return error.Diagnostics;
    }

    private static void Survives(byte[] bytes)
    {
        try
        {
            Import(bytes).TotalMacs.ShouldBeGreaterThanOrEqualTo(0);
        }
        catch (DiagnosticException e)
        {
            e.ExitCode.ShouldBe(ExitCode.BadInput);
            e.Diagnostics.ShouldNotBeEmpty();
            foreach (var diagnostic in e.Diagnostics)
            {
                // Plain checks: thousands of fluent assertions would take most of the time.
                if (diagnostic.Severity != Severity.Error || diagnostic.File is null || diagnostic.Message.Contains("cannot be interpreted", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"not a deliberate finding: {diagnostic}", e);
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Raised by the parser itself; the reader turns it into a diagnostic, see the file tests.
        }
    }

    private static byte[][] Seeds()
    {
        var model = new ModelBuilder();
        var x = model.Input("x", "N", 8, 16, 16);
        var y = model.Node("Conv", [x, model.Weight(8, 4, 3, 3)], Attr("group", 2), Attr("strides", [2, 2]), Attr("auto_pad", "SAME_UPPER"));
        var shape = model.Join(model.Dim(y, 0), model.Constant(2, 4, -1));
        var z = model.Node("Transpose", [model.Node("Reshape", [y, shape])], Attr("perm", [0, 1, 3, 2]));
        z = model.Node("Slice", [z, model.Constant(1), model.Constant(long.MaxValue), model.Constant(2), model.Constant(2)]);
        var halves = model.Nodes("Split", [z, model.Constant(1, 1)], 2, Attr("axis", 1));
        z = model.Node("Pad", [model.Node("Concat", halves, Attr("axis", 3)), model.Constant(0, 0, 1, 0, 0, 0, 0, 2)]);
        z = model.Node("Tile", [z, model.Constant(1, 2, 1, 1)]);
        z = model.Node("Expand", [z, model.Node("Range", [model.Scalar(1), model.Scalar(3), model.Scalar(1)])]);
        z = model.Node("Resize", [z, "", model.Floats(1, 1, 2, 2)]);
        z = model.Node("MaxPool", [z], Attr("kernel_shape", [3, 3]), Attr("ceil_mode", 1));
        z = model.Node("ConvTranspose", [z, model.Weight(2, 3, 2, 2)], Attr("output_padding", [1, 1]), Attr("strides", [2, 2]));
        model.Node("Einsum", [z, z], Attr("equation", "abij,abkj->abik"));
        model.Output(z);
        return [model.Model.ToByteArray(), File.ReadAllBytes(ModelFiles.Path("alexnet.shape.onnx")), File.ReadAllBytes(ModelFiles.Path("bert_large_layer.shape.onnx"))];
    }

    [Fact]
    public void Flipped_bits_and_cut_ends_never_escape_as_other_exceptions()
    {
        var random = new Random(20240229);
        foreach (var seed in Seeds())
        {
            for (var i = 0; i < 1000; i++)
            {
                var bytes = (byte[])seed.Clone();
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                }

                Survives(i % 5 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            }
        }
    }

    [Fact]
    public void Extreme_integers_anywhere_never_escape_as_other_exceptions()
    {
        long[] extremes = [long.MinValue, -1, 0, 1, 2, 63, 1 << 20, int.MaxValue, 1L << 31, 1L << 40, long.MaxValue];
        var random = new Random(7);
        foreach (var seed in Seeds().Take(2))
        {
            for (var i = 0; i < 1500; i++)
            {
                var model = ModelProto.Parser.ParseFrom(seed);
                Disturb(model, random, extremes[random.Next(extremes.Length)]);
                Survives(model.ToByteArray());
            }
        }
    }

    private static void Disturb(ModelProto model, Random random, long value)
    {
        var node = model.Graph.Node[random.Next(model.Graph.Node.Count)];
        switch (random.Next(4))
        {
            case 0 when node.Attribute.Count > 0:
                var attribute = node.Attribute[random.Next(node.Attribute.Count)];
                attribute.I = value;
                attribute.Ints.Add(value);
                attribute.Ints[random.Next(attribute.Ints.Count)] = value;
                if (attribute.T is { RawData.Length: 8 } tensor)
                {
                    tensor.RawData = ByteString.CopyFrom(BitConverter.GetBytes(value));
                }

                break;
            case 1:
                var initializer = model.Graph.Initializer[random.Next(model.Graph.Initializer.Count)];
                initializer.Dims.Add(value);
                initializer.Dims[random.Next(initializer.Dims.Count)] = value;
                break;
            case 2:
                model.Graph.Input[0].Type.TensorType.Shape.Dim[random.Next(4)].DimValue = value;
                break;
            case 3 when node.Input.Count > 0:
                var other = model.Graph.Node[random.Next(model.Graph.Node.Count)];
                node.Input[random.Next(node.Input.Count)] = value > 0 ? other.Output[0] : "";
                break;
            default:
                node.Output.RemoveAt(0);
                break;
        }
    }

    [Fact]
    public void Cycles_are_named()
    {
        var model = new ModelBuilder();
        model.Input("x", 4);
        model.Graph.Node.Add(new NodeProto { OpType = "Add", Name = "a", Input = { "x", "q" }, Output = { "p" } });
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "b", Input = { "p" }, Output = { "q" } });
        var error = Errors(model).ShouldHaveSingleItem();
        error.Code.ShouldBe("CIM0204");
        error.Message.ShouldContain("'a', 'b'");
    }

    [Fact]
    public void Nodes_in_any_order_are_sorted()
    {
        var model = new ModelBuilder();
        model.Input("x", 4);
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "b", Input = { "p" }, Output = { "q" } });
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "a", Input = { "x" }, Output = { "p" } });
        model.Load().Nodes.Select(n => n.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Two_producers_of_a_tensor_and_unknown_inputs_are_all_reported()
    {
        var model = new ModelBuilder();
        model.Input("x", 4);
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "a", Input = { "x" }, Output = { "p" } });
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "a", Input = { "x" }, Output = { "p" } });
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "c", Input = { "nowhere" }, Output = { "r" } });
        Errors(model).Select(d => d.Code).ShouldBe(["CIM0203", "CIM0207"]);
    }

    [Fact]
    public void Data_that_does_not_fit_its_shape_is_refused()
    {
        var model = new ModelBuilder();
        model.Node("Relu", [model.Input("x", 4)]);
        model.Tensor(new TensorProto { DataType = 1, Dims = { 3 }, RawData = ByteString.CopyFrom(1, 2, 3) });
        model.Tensor(new TensorProto { DataType = 7, Dims = { 3 }, Int64Data = { 1 } });
        model.Tensor(new TensorProto { DataType = 99, Dims = { 3 } });
        model.Tensor(new TensorProto { DataType = 1, Dims = { -3 } });
        model.Tensor(new TensorProto { DataType = 1, Dims = { long.MaxValue, long.MaxValue } });
        var errors = Errors(model);
        errors.Select(d => d.Code).ShouldBe(["CIM0208", "CIM0208", "CIM0208", "CIM0211", "CIM0211"]);
        errors.ShouldAllBe(d => d.Field!.StartsWith("initializer 'c"));
    }

    [Fact]
    public void Huge_constants_have_a_shape_but_no_values()
    {
        var model = new ModelBuilder();
        var huge = model.Node("ConstantOfShape", [model.Constant(1_000_000, 1_000_000)]);
        model.Node("Range", [model.Scalar(0), model.Scalar(1L << 40), model.Scalar(1)]);
        model.Node("Add", [huge, model.Input("x", 1)]);
        var network = model.Load();
        network.Nodes[^1].Elements.ShouldBe(1_000_000_000_000);
    }

    [Fact]
    public void Repeated_doubling_is_stopped_by_the_folding_limit()
    {
        var model = new ModelBuilder();
        var v = model.Constant(1, 2);
        for (var i = 0; i < 61; i++)
        {
            v = model.Node("Concat", [v, v], Attr("axis", 0));
        }

        model.Load().Nodes[^1].Elements.ShouldBe(1L << 62);
        model.Node("Concat", [v, v], Attr("axis", 0));
        Errors(model).ShouldHaveSingleItem().Field.ShouldBe("node 'Concat_62' (Concat)");
    }

    [Fact]
    public void Functions_that_multiply_are_stopped()
    {
        var model = new ModelBuilder();
        for (var level = 0; level < 30; level++)
        {
            var body = new FunctionProto { Name = $"F{level}", Domain = "local", Input = { "a" }, Output = { "c" } };
            var callee = level == 0 ? "Relu" : $"F{level - 1}";
            var domain = level == 0 ? "" : "local";
            body.Node.Add(new NodeProto { OpType = callee, Domain = domain, Input = { "a" }, Output = { "b" } });
            body.Node.Add(new NodeProto { OpType = callee, Domain = domain, Input = { "b" }, Output = { "c" } });
            model.Model.Functions.Add(body);
        }

        model.Node("F29", [model.Input("x", 4)]);
        model.Graph.Node[0].Domain = "local";
        Errors(model).ShouldContain(d => d.Code == "CIM0212");
    }

    [Fact]
    public void A_function_that_calls_itself_is_stopped()
    {
        var model = new ModelBuilder();
        model.Model.Functions.Add(new FunctionProto
        {
            Name = "F", Domain = "local", Input = { "a" }, Output = { "b" },
            Node = { new NodeProto { OpType = "F", Domain = "local", Input = { "a" }, Output = { "b" } } },
        });
        model.Node("F", [model.Input("x", 4)]);
        model.Graph.Node[0].Domain = "local";
        Errors(model).ShouldContain(d => d.Code == "CIM0212");
    }

    [Fact]
    public void Layers_and_totals_beyond_the_range_are_refused()
    {
        var model = new ModelBuilder();
        model.Node("MatMul", [model.Input("x", 1L << 31, 8), model.Weight(8, 8)]);
        Errors(model).ShouldHaveSingleItem().Code.ShouldBe("CIM0211");

        model = new ModelBuilder();
        model.Node("MatMul", [model.Input("x", int.MaxValue, int.MaxValue), model.Weight(int.MaxValue, int.MaxValue)]);
        Errors(model).ShouldHaveSingleItem().Code.ShouldBe("CIM0211");

        model = new ModelBuilder();
        var y = model.Input("x", 2_000_000, 2_000_000);
        y = model.Node("MatMul", [y, model.Weight(2_000_000, 2_000_000)]);
        model.Node("MatMul", [y, model.Weight(2_000_000, 2_000_000)]);
        Errors(model).ShouldHaveSingleItem().Code.ShouldBe("CIM0212");
    }

    [Fact]
    public void Unset_dimensions_are_all_listed_with_the_option_that_sets_them()
    {
        var model = new ModelBuilder();
        model.Node("Add", [model.Input("x", "batch", "height", -1), model.Input("y", "batch", "width", 1)]);
        var errors = Errors(model);
        errors.Select(d => d.Hint).ShouldBe(["Set it with --dim height=<size>.", "Set it with --dim width=<size>.", "Set it with --dim x.2=<size>."]);
        model.Load(("height", 3), ("width", 3), ("x.2", 7)).Nodes.ShouldHaveSingleItem().Elements.ShouldBe(21);
    }
}
