using Cimarron.Workloads;

namespace Cimarron.Tests.Workloads;

/// <summary>Real exported files: totals, and every node accounted for.</summary>
public sealed class ModelFileTests
{
    [Theory]
    [InlineData("resnet18.shape.onnx", 1_814_073_344, 21)]
    [InlineData("vgg16.shape.onnx", 15_470_264_320, 16)]
    [InlineData("mobilenet_v2.shape.onnx", 300_774_272, 53)]
    [InlineData("alexnet.shape.onnx", 714_188_480, 8)]
    [InlineData("bert_large_layer.shape.onnx", 813_694_976, 8)]
    [InlineData("digits-cnn.onnx", 6_047_488, 5)]
    public void Total_and_layer_count_are_those_of_the_architecture(string file, long macs, int layers)
    {
        var network = NetworkLoader.Load(ModelFiles.Path(file));
        network.TotalMacs.ShouldBe(macs);
        network.Count(NodeKind.Matrix).ShouldBe(layers);
        network.Count(NodeKind.Unsupported).ShouldBe(0);
        network.Nodes.ShouldAllBe(n => n.Kind != NodeKind.Vector || n.Elements > 0);
        network.Hash.Length.ShouldBe(64);
    }

    [Theory]
    [InlineData("resnet18.shape.onnx", "resnet18")]
    [InlineData("vgg16.shape.onnx", "VGG-16")]
    [InlineData("mobilenet_v2.shape.onnx", "MobileNetV2")]
    [InlineData("alexnet.shape.onnx", "alexnet")]
    [InlineData("bert_large_layer.shape.onnx", "bert-large:seq=64,layers=1")]
    public void A_built_in_network_equals_the_exported_one_layer_by_layer(string file, string name)
    {
        var exported = NetworkLoader.Load(ModelFiles.Path(file)).MatrixNodes.ToList();
        var builtIn = NetworkLoader.Load(name).MatrixNodes.ToList();
        builtIn.Select(n => n.Layer!.Shape).ShouldBe(exported.Select(n => n.Layer!.Shape));
        builtIn.Select(n => n.HasDynamicWeight).ShouldBe(exported.Select(n => n.HasDynamicWeight));
    }

    [Theory]
    [InlineData("resnet18.shape.onnx", "resnet18")]
    [InlineData("vgg16.shape.onnx", "vgg16")]
    [InlineData("mobilenet_v2.shape.onnx", "mobilenet_v2")]
    [InlineData("alexnet.shape.onnx", "alexnet")]
    public void A_built_in_network_has_the_vector_operators_of_the_exported_one(string file, string name)
    {
        static IEnumerable<(string, long)> Vectors(Network network) =>
            network.Nodes.Where(n => n.Kind == NodeKind.Vector).Select(n => (n.OpType, n.Elements));
        Vectors(NetworkLoader.Load(name)).ShouldBe(Vectors(NetworkLoader.Load(ModelFiles.Path(file))));
    }

    [Fact]
    public void An_unset_batch_is_one_and_is_reported()
    {
        var network = NetworkLoader.Load(ModelFiles.Path("digits-cnn.onnx"));
        network.Diagnostics.Select(d => d.Code).ShouldBe(["CIM0222"]);
        network.MatrixNodes.ShouldAllBe(n => n.Repeat == 1);
    }

    [Fact]
    public void A_batch_repeats_convolutions_and_adds_rows_to_products()
    {
        var network = NetworkLoader.Load(ModelFiles.Path("digits-cnn.onnx"), new Dictionary<string, int> { ["N"] = 8 });
        network.Diagnostics.ShouldBeEmpty();
        network.TotalMacs.ShouldBe(8 * 6_047_488L);
        network.MatrixNodes.Where(n => n.OpType == "Conv").ShouldAllBe(n => n.Repeat == 8);
        network.MatrixNodes.Where(n => n.OpType == "Gemm").ShouldAllBe(n => n.Repeat == 1 && n.Layer!.P == 8);
        network.Hash.ShouldNotBe(NetworkLoader.Load(ModelFiles.Path("digits-cnn.onnx")).Hash);
    }

    [Fact]
    public void A_dimension_the_model_lacks_is_refused_with_those_it_has()
    {
        var error = Should.Throw<DiagnosticException>(
            () => NetworkLoader.Load(ModelFiles.Path("digits-cnn.onnx"), new Dictionary<string, int> { ["n"] = 8, ["N"] = 0 }));
        error.ExitCode.ShouldBe(ExitCode.BadInput);
        error.Diagnostics.Count.ShouldBe(2);
        error.Message.ShouldContain("N");
    }

    [Fact]
    public void Attention_products_are_grouped_by_head_and_marked_dynamic()
    {
        var network = NetworkLoader.Load(ModelFiles.Path("bert_large_layer.shape.onnx"));
        var dynamic = network.MatrixNodes.Where(n => n.HasDynamicWeight).Select(n => n.Layer!).ToList();
        dynamic.Select(l => (l.P, l.C, l.K, l.G)).ShouldBe([(64, 64, 64, 16), (64, 64, 64, 16)]);
        network.MatrixNodes.Where(n => !n.HasDynamicWeight).ShouldAllBe(n => n.WeightName != null);
    }

    [Fact]
    public void Edges_lead_backwards_and_both_ways()
    {
        var network = NetworkLoader.Load(ModelFiles.Path("resnet18.shape.onnx"));
        foreach (var node in network.Nodes)
        {
            node.ShouldBe(network.Nodes[node.Index]);
            node.Inputs.ShouldAllBe(i => i < node.Index && network.Nodes[i].Outputs.Contains(node.Index));
        }

        network.Nodes.Sum(n => n.Inputs.Length).ShouldBe(network.Nodes.Sum(n => n.Outputs.Length));
        network.Nodes.Count(n => n.Outputs.IsEmpty).ShouldBe(1);
    }
}
