using Cimarron.Inference;
using Cimarron.Inference.Execution;
using Cimarron.Inference.Graphs;
using Cimarron.Tests.Workloads;

namespace Cimarron.Tests.Inference;

public sealed class FloatExecutorTests(FloatExecutorTests.Referee referee) : IClassFixture<FloatExecutorTests.Referee>
{
    public static TheoryData<string> Names => [.. SmallModels.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_small_model_gives_what_the_referee_gives(string name)
    {
        var model = SmallModels.All.Single(m => m.Name == name);
        var (expected, error) = referee.Results[name];
        error.ShouldBeNull();

        var actual = new FloatExecutor(model.Load()).Run(model.Inputs);

        expected.ShouldNotBeEmpty();
        foreach (var (output, tensor) in expected)
        {
            actual[output].Shape.ShouldBe(tensor.Shape, output);
            Close(actual[output].ToFloats(), tensor.ToFloats(), $"{name}: {output}");
        }
    }

    [Fact]
    public void Every_node_is_the_node_of_the_network_with_its_name()
    {
        foreach (var model in SmallModels.All)
        {
            var graph = model.Load();
            var network = graph.Network.Nodes.ToDictionary(n => n.Name);
            graph.Nodes.ShouldAllBe(n => network[n.Name].OpType == n.OpType);
            graph.Network.MatrixNodes.Select(n => n.Name).Except(graph.Nodes.Select(n => n.Name)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_digits_network_is_right_on_977_of_1000_images()
    {
        var digits = Digits.Load();
        var executor = new FloatExecutor(ValueGraph.Load(ModelFiles.Path("digits-cnn.onnx"), new Dictionary<string, int> { ["N"] = 100 }));

        var right = 0;
        for (var first = 0; first < digits.Count; first += 100)
        {
            var logits = executor.Run(new Dictionary<string, Tensor> { ["image"] = digits.Images(first, 100) })["logits"];
            right += Enumerable.Range(0, 100).Count(i => Digits.Best(logits.Reals.Slice(i * 10, 10)) == digits.Labels[first + i]);
        }

        right.ShouldBe(977);
    }

    [Fact]
    public void The_digits_network_gives_the_referee_s_logits()
    {
        var digits = Digits.Load();
        var images = digits.Images(0, 50);
        var model = File.ReadAllBytes(ModelFiles.Path("digits-cnn.onnx"));
        var (expected, error) = OnnxRuntime.Run([(model, new Dictionary<string, Tensor> { ["image"] = images })])[0];
        error.ShouldBeNull();

        var executor = new FloatExecutor(ValueGraph.Load(ModelFiles.Path("digits-cnn.onnx"), new Dictionary<string, int> { ["N"] = 50 }));

        Close(executor.Run(new Dictionary<string, Tensor> { ["image"] = images })["logits"].ToFloats(), expected["logits"].ToFloats(), "logits");
    }

    [Fact]
    public void An_operator_that_cannot_be_executed_is_named()
    {
        var model = new ValueModel("strange");
        model.Output(model.Node("Det", [model.Input(3, 3)]));

        var error = Should.Throw<DiagnosticException>(() => new FloatExecutor(model.Load())).Diagnostics.Single();

        error.Code.ShouldBe("CIM0835");
        error.Message.ShouldContain("Det");
        error.Field.ShouldBe("node 'Det_0'");
    }

    [Fact]
    public void An_input_of_another_shape_is_refused()
    {
        var model = SmallModels.All.First(m => m.Name == "perceptron");

        var error = Should.Throw<DiagnosticException>(() => new FloatExecutor(model.Load()).Run(new Dictionary<string, Tensor> { ["x0"] = Tensor.Of(new float[3], 3) })).Diagnostics.Single();

        error.Code.ShouldBe("CIM0836");
        error.Message.ShouldContain("[5, 20]");
    }

    private static void Close(float[] actual, float[] expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        var size = expected.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = actual[i].Equals(expected[i]) ? 0 : Math.Abs(actual[i] - expected[i]);
            (difference <= 2e-6 + (2e-5 * size)).ShouldBeTrue($"{what}[{i}]: {actual[i]} instead of {expected[i]}");
        }
    }

    /// <summary>Runs all small models in one process.</summary>
    public sealed class Referee
    {
        internal Dictionary<string, (Dictionary<string, Tensor> Outputs, string? Error)> Results { get; } =
            SmallModels.All.Zip(OnnxRuntime.Run([.. SmallModels.All.Select(m => (m.File(), (IReadOnlyDictionary<string, Tensor>)m.Inputs))])).ToDictionary(r => r.First.Name, r => r.Second);
    }
}
