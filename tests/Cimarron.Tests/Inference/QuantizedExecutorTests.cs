using Cimarron.Inference.Graphs;
using Cimarron.Inference.Quantisation;

namespace Cimarron.Tests.Inference;

public sealed class QuantizedExecutorTests
{
    [Fact]
    public void Every_tensor_is_that_of_the_reference()
    {
        var compared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in SmallModels.All)
        {
            QuantizedGraph graph;
            try
            {
                graph = Quantizer.Quantize(model.Load(), [model.Inputs]);
            }
            catch (DiagnosticException)
            {
                continue;
            }

            Compare(graph, graph.Inputs.ToDictionary(i => i.Name, i => graph.QuantizeInput(i.Name, model.Inputs[i.Name])), compared);
        }

        compared.Count.ShouldBeGreaterThan(14, string.Join(", ", compared));
        compared.ShouldContain("MaxPool");
        compared.ShouldContain("Relu");
    }

    [Fact]
    public void Digits_are_read_alike()
    {
        var digits = Digits.Load();
        var real = ValueGraph.Load(Path.Combine(AppContext.BaseDirectory, "Data", "Models", "digits-cnn.onnx"));
        var samples = Enumerable.Range(0, 20).Select(i => new Dictionary<string, Cimarron.Inference.Tensor> { ["image"] = digits.Images(i, 1) }).ToList();
        var graph = Quantizer.Quantize(real, samples);
        foreach (var sample in samples)
        {
            Compare(graph, new Dictionary<string, byte[]> { ["image"] = graph.QuantizeInput("image", sample["image"]) }, []);
        }
    }

    private static void Compare(QuantizedGraph graph, Dictionary<string, byte[]> inputs, HashSet<string> compared)
    {
        var expected = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var outputs = new IntegerReference(graph).Run(inputs, (tensor, bytes) => expected[tensor.Name] = bytes);
        var actual = new QuantizedExecutor(graph).Run(inputs, (tensor, bytes) => bytes.ShouldBe(expected[tensor.Name], $"{graph.Name}: {tensor.Name}"));
        actual.Keys.ShouldBe(outputs.Keys, ignoreOrder: true);
        compared.UnionWith(graph.Nodes.OfType<QuantizedVector>().Select(v => v.Operation));
    }
}
