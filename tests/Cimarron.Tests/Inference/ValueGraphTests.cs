using Cimarron.Inference;
using Cimarron.Inference.Execution;
using Cimarron.Inference.Graphs;
using Cimarron.Tests.Tool;
using Cimarron.Tests.Workloads;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Inference;

public sealed class ValueGraphTests
{
    public static TheoryData<string, float[]> Fields => new()
    {
        { "{ \"dataType\": 1, \"dims\": [ 2 ], \"floatData\": [ 1.5, -2 ] }", [1.5f, -2] },
        { "{ \"dataType\": 11, \"dims\": [ 2 ], \"doubleData\": [ 1.5, -2 ] }", [1.5f, -2] },
        { "{ \"dataType\": 10, \"dims\": [ 2 ], \"int32Data\": [ 15872, 49152 ] }", [1.5f, -2] },
        { "{ \"dataType\": 16, \"dims\": [ 2 ], \"int32Data\": [ 16320, 49152 ] }", [1.5f, -2] },
        { "{ \"dataType\": 10, \"dims\": [ 2 ], \"rawData\": \"AD4AwA==\" }", [1.5f, -2] },
        { "{ \"dataType\": 16, \"dims\": [ 2 ], \"rawData\": \"wD8AwA==\" }", [1.5f, -2] },
        { "{ \"dataType\": 3, \"dims\": [ 2 ], \"int32Data\": [ 7, -128 ] }", [7, -128] },
        { "{ \"dataType\": 3, \"dims\": [ 2 ], \"rawData\": \"B4A=\" }", [7, -128] },
        { "{ \"dataType\": 2, \"dims\": [ 2 ], \"rawData\": \"B4A=\" }", [7, 128] },
        { "{ \"dataType\": 7, \"dims\": [ 2 ], \"int64Data\": [ 7, -128 ] }", [7, -128] },
        { "{ \"dataType\": 12, \"dims\": [ 2 ], \"uint64Data\": [ 7, 4294967295 ] }", [7, 4294967295] },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_way_of_storing_values_is_read(string json, float[] expected)
    {
        var m = new ValueModel("stored");
        var tensor = m.Builder.Tensor(TensorProto.Parser.ParseJson(json));
        m.Output(m.Node("Add", [m.Input(2), m.Node("Cast", [tensor], Attr("to", 1))]), tensor);

        m.Load().Constants[tensor].ToFloats().ShouldBe(expected);
    }

    [Fact]
    public void Weights_beside_the_model_are_read_and_nothing_else_is()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["models"]);
        byte[] data = [9, 9, 9, 9, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40];
        File.WriteAllBytes(directory["models/weights.bin"], data);
        File.WriteAllBytes(directory["secret.bin"], data);
        File.CreateSymbolicLink(directory["models/link.bin"], directory["secret.bin"]);

        Load(directory, "weights.bin", 4, 8).Constants["w"].Reals.ToArray().ShouldBe([1, 2]);
        Refused(directory, "../secret.bin", 4, 8).ShouldBe("CIM0834");
        Refused(directory, directory["secret.bin"], 4, 8).ShouldBe("CIM0834");
        Refused(directory, "link.bin", 4, 8).ShouldBe("CIM0834");
        Refused(directory, "weights.bin", 8, 8).ShouldBe("CIM0833");
        Refused(directory, "weights.bin", 4, 4).ShouldBe("CIM0833");
        Refused(directory, "weights.bin", -4, 8).ShouldBe("CIM0833");
        Refused(directory, "weights.bin", long.MaxValue, 8).ShouldBe("CIM0833");
        Refused(directory, "none.bin", 0, 8).ShouldBe("CIM0833");
        Refused(directory, "a\0b", 0, 8).ShouldBe("CIM0833");
    }

    [Fact]
    public void Weights_that_are_not_there_are_all_named()
    {
        var errors = Should.Throw<DiagnosticException>(() => ValueGraph.Load(ModelFiles.Path("alexnet.shape.onnx"))).Diagnostics;

        errors.Count.ShouldBeGreaterThan(5);
        errors.Select(e => e.Field).Distinct().Count().ShouldBe(errors.Count);
        errors.ShouldAllBe(e => e.Code == "CIM0832" || e.Code == "CIM0833");
    }

    [Fact]
    public void A_saved_model_has_the_new_values_and_everything_else_as_it_was()
    {
        using var directory = new TemporaryDirectory();
        var graph = ValueGraph.Load(ModelFiles.Path("digits-cnn.onnx"));
        var (name, old) = graph.Constants.First(c => c.Value.Shape.Length == 4);
        var pruned = Tensor.Of(Array.ConvertAll(old.Reals.ToArray(), v => Math.Abs(v) < 0.05f ? 0 : v), old.Shape);

        graph.WithConstants(new Dictionary<string, Tensor> { [name] = pruned }).Save(directory["pruned.onnx"]);
        graph.Save(directory["same.onnx"]);

        var read = ValueGraph.Load(directory["pruned.onnx"]);
        read.Constants[name].Reals.ToArray().ShouldBe(pruned.Reals.ToArray());
        read.Constants[name].Reals.ToArray().ShouldContain(0);
        read.Nodes.Select(n => n.Name).ShouldBe(graph.Nodes.Select(n => n.Name));
        ModelProto.Parser.ParseFrom(File.ReadAllBytes(directory["same.onnx"])).ShouldBe(ModelProto.Parser.ParseFrom(File.ReadAllBytes(ModelFiles.Path("digits-cnn.onnx"))));
        OnnxRuntime.Run([(File.ReadAllBytes(directory["pruned.onnx"]), new Dictionary<string, Tensor> { ["image"] = Digits.Load().Images(0, 1) })])[0].Outputs["logits"].ToFloats()
            .ShouldBe(new FloatExecutor(read).Run(new Dictionary<string, Tensor> { ["image"] = Digits.Load().Images(0, 1) })["logits"].ToFloats(), 1e-3);
    }

    [Fact]
    public void Replacements_must_fit()
    {
        var graph = SmallModels.All.Single(m => m.Name == "perceptron").Load();

        Should.Throw<ArgumentException>(() => graph.WithConstants(new Dictionary<string, Tensor> { ["nothing"] = Tensor.Of([1f], 1) }));
        Should.Throw<ArgumentException>(() => graph.WithConstants(new Dictionary<string, Tensor> { [graph.Constants.Keys.First()] = Tensor.Of([1f], 1) }));
    }

    [Fact]
    public void Names_inside_functions_do_not_collide_with_names_outside()
    {
        var m = new ValueModel("function");
        m.Builder.Model.Functions.Add(new FunctionProto
        {
            Domain = "own",
            Name = "Twice",
            Input = { "t" },
            Output = { "u" },
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
            Node = { new NodeProto { OpType = "Neg", Name = "n", Input = { "t" }, Output = { "x0" } }, new NodeProto { OpType = "Sub", Name = "s", Input = { "t", "x0" }, Output = { "u" } } },
        });
        m.Builder.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "own", Version = 1 });
        var x = m.Input(3);
        var once = m.Node("Twice", [x]);
        m.Builder.Graph.Node[^1].Domain = "own";
        var twice = m.Node("Twice", [once]);
        m.Builder.Graph.Node[^1].Domain = "own";
        m.Output(twice);

        new FloatExecutor(m.Load()).Run(m.Inputs)[twice].ToFloats().ShouldBe(m.Inputs[x].ToFloats().Select(v => 4 * v));
    }

    private static ValueGraph Load(TemporaryDirectory directory, string location, long offset, long length)
    {
        var m = new ValueModel("external");
        var w = m.Builder.Tensor(new TensorProto
        {
            DataType = 1,
            Dims = { 2 },
            DataLocation = 1,
            ExternalData = { Entry("location", location), Entry("offset", $"{offset}"), Entry("length", $"{length}") },
        });
        m.Output(m.Node("Add", [m.Input(2), w]));
        m.Builder.Graph.Initializer[0].Name = "w";
        m.Builder.Graph.Node[0].Input[1] = "w";
        File.WriteAllBytes(directory["models/m.onnx"], m.Builder.Model.ToByteArray());
        return ValueGraph.Load(directory["models/m.onnx"]);
    }

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };

    private static string Refused(TemporaryDirectory directory, string location, long offset, long length) =>
        Should.Throw<DiagnosticException>(() => Load(directory, location, offset, length)).Diagnostics.Single().Code;
}
