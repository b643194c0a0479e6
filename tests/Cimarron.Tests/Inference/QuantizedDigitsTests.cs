using Cimarron.Inference;
using Cimarron.Inference.Graphs;
using Cimarron.Inference.Quantisation;
using Cimarron.Tests.Workloads;

namespace Cimarron.Tests.Inference;

/// <summary>The digits network; all 1,000 images are 6 billion multiply-accumulates of the plain reference, which take several seconds.</summary>
public sealed class QuantizedDigitsTests
{
    private static readonly Digits Images = Digits.Load();

    private static readonly ValueGraph Graph = ValueGraph.Load(ModelFiles.Path("digits-cnn.onnx"));

    [Fact]
    public void Quantisation_costs_less_than_a_point()
    {
        var graph = Quantise(QuantizeOptions.Default);
        var reference = new IntegerReference(graph);

        var right = Enumerable.Range(0, Images.Count).Count(i => Digits.Best(Run(graph, reference, i)) == Images.Labels[i]);

        // As many as in single precision; docs/quantisation.md states the number.
        right.ShouldBe(977);
    }

    [Fact]
    public void Every_node_of_the_network_is_accounted_for()
    {
        var graph = Quantise(QuantizeOptions.Default);

        var there = graph.Nodes.Select(n => n.Name).Concat(graph.Folded.Keys).ToHashSet(StringComparer.Ordinal);
        Graph.Network.Nodes.Where(n => n.Kind != Cimarron.Workloads.NodeKind.Constant).Select(n => n.Name).ShouldBe(there, ignoreOrder: true);
        foreach (var matrix in graph.Nodes.OfType<QuantizedMatrix>())
        {
            var layer = Graph.Network.Nodes.Single(n => n.Name == matrix.Name).Layer!;
            (matrix.Rows, matrix.Reduction, matrix.Columns, matrix.Groups).ShouldBe((layer.P * layer.Q, layer.C * layer.R * layer.S, layer.K, layer.G));
            matrix.Weight.Length.ShouldBe(matrix.Groups * matrix.Reduction * matrix.Columns);
            matrix.Bias.Length.ShouldBe(matrix.Groups * matrix.Columns);
        }

        graph.Tensor("/Relu_output_0").ZeroPoint.ShouldBe(-128);
        graph.Tensor("/c1/Conv_output_0").Scale.ShouldBe(graph.Tensor("/MaxPool_output_0").Scale);
        graph.Nodes.OfType<QuantizedVector>().Where(v => v.IsFeaturewise).Select(v => v.Operation).ShouldBe(["Relu", "MaxPool", "Relu", "MaxPool", "Relu", "Relu"]);
    }

    [Fact]
    public void Zero_bits_are_counted_per_plane()
    {
        var graph = Quantise(QuantizeOptions.Default);
        var profile = new BitProfile();
        new IntegerReference(graph).Run(new Dictionary<string, byte[]> { ["image"] = graph.QuantizeInput("image", Images.Images(0, 1)) }, profile.Add);

        profile.Tensors.ShouldBe(graph.Tensors.Select(t => t.Name), ignoreOrder: true);
        profile.Histogram("image").Sum().ShouldBe(784);
        var bytes = graph.QuantizeInput("image", Images.Images(0, 1));
        profile.ZeroBits("image").ShouldBe(Enumerable.Range(0, 8).Select(bit => bytes.Count(b => (b & (1 << bit)) == 0) / 784.0));
    }

    private static QuantizedGraph Quantise(QuantizeOptions options) =>
        Quantizer.Quantize(Graph, [.. Enumerable.Range(0, 50).Select(i => new Dictionary<string, Tensor> { ["image"] = Images.Images(i, 1) })], options);

    private static float[] Run(QuantizedGraph graph, IntegerReference reference, int image) =>
        graph.DequantizeOutput("logits", reference.Run(new Dictionary<string, byte[]> { ["image"] = graph.QuantizeInput("image", Images.Images(image, 1)) })["logits"]);
}
