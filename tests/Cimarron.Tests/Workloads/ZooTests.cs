using Cimarron.Workloads;
using Cimarron.Workloads.Zoo;

namespace Cimarron.Tests.Workloads;

public sealed class ZooTests
{
    [Theory]
    [InlineData("mobilenet_v1", 568_740_352)]
    [InlineData("mobilenet_v2", 300_774_272)]
    [InlineData("resnet-18", 1_814_073_344)]
    [InlineData("ResNet50", 4_089_184_256)]
    [InlineData("vgg16", 15_470_264_320)]
    [InlineData("AlexNet", 714_188_480)]
    public void Convolutional_totals_are_the_published_ones(string name, long macs) => NetworkLoader.Load(name).TotalMacs.ShouldBe(macs);

    [Fact]
    public void Rows_agree_with_the_figures_of_their_table()
    {
        using var stream = typeof(NetworkZoo).Assembly.GetManifestResourceStream("Cimarron.Workloads.Zoo.workloads.json")!;
        using var table = System.Text.Json.JsonDocument.Parse(stream);
        foreach (var network in table.RootElement.GetProperty("cnn").EnumerateObject())
        {
            var layers = NetworkZoo.Load(network.Name).MatrixNodes.Select(n => n.Layer!).ToList();
            layers.Count.ShouldBe(network.Value.GetArrayLength());
            foreach (var (layer, row) in layers.Zip(network.Value.EnumerateArray()))
            {
                int Figure(string key) => row.GetProperty(key).GetInt32();
                layer.Name.ShouldBe(row.GetProperty("name").GetString());
                layer.Macs.ShouldBe(row.GetProperty("macs").GetInt64());
                (layer.P * layer.Q, layer.R * layer.S * layer.C, layer.K, layer.G)
                    .ShouldBe((Figure("gemm_M"), Figure("gemm_N"), Figure("gemm_K"), Figure("repeat")));
            }
        }
    }

    [Fact]
    public void Depthwise_rows_become_groups()
    {
        var layer = NetworkLoader.Load("mobilenetv1").MatrixNodes.ElementAt(1).Layer!;
        (layer.C, layer.K, layer.G, layer.R, layer.P, layer.H).ShouldBe((1, 1, 32, 3, 112, 112));
    }

    [Fact]
    public void A_batch_multiplies_the_work()
    {
        var one = NetworkLoader.Load("resnet50");
        var four = NetworkLoader.Load("resnet50:batch=4");
        four.TotalMacs.ShouldBe(4 * one.TotalMacs);
        four.VectorElements.ShouldBe(4 * one.VectorElements);
        four.Hash.ShouldNotBe(one.Hash);
        NetworkLoader.Load("resnet50:batch=1").Hash.ShouldBe(one.Hash);
    }

    [Fact]
    public void Shortcuts_join_the_block_input()
    {
        var network = NetworkLoader.Load("resnet50");
        var adds = network.Nodes.Where(n => n.OpType == "Add").ToList();
        adds.Count.ShouldBe(16);
        adds.ShouldAllBe(n => n.Inputs.Length == 2);
        network.Nodes.Count(n => n.OpType == "Relu").ShouldBe(49);
        adds[1].Inputs.Select(i => network.Nodes[i].Name).ShouldBe(["l1.0/relu", "l1.1.c3"]);
    }

    [Fact]
    public void An_encoder_block_counts_projections_and_attention()
    {
        // 24 blocks: 12·1024² weights for 64 tokens, and twice 16 heads of 64×64×64.
        var network = NetworkLoader.Load("bert-large:seq=64");
        network.TotalMacs.ShouldBe(24 * ((12L * 1024 * 1024 * 64) + (2L * 16 * 64 * 64 * 64)));
        network.MatrixNodes.ShouldAllBe(n => n.Repeat == 24);
        network.Nodes.Single(n => n.OpType == "Softmax").Elements.ShouldBe(16 * 64 * 64);
        network.Nodes.Single(n => n.OpType == "Gelu").Elements.ShouldBe(64 * 4096);
    }

    [Fact]
    public void A_prefill_of_a_decoder_counts_the_head_once_per_sequence()
    {
        var network = NetworkLoader.Load("llama2-7b:prefill=512,batch=4");
        var weights = 32L * 202_375_168;
        var attention = 32L * 2 * 4 * 32 * 512 * 512 * 128;
        network.TotalMacs.ShouldBe((weights * 2048) + attention + (4L * 4096 * 32000));
        var scores = network.Nodes.Single(n => n.Name == "block/qk").Layer!;
        (scores.P, scores.C, scores.K, scores.G).ShouldBe((512, 128, 512, 128));
    }

    [Fact]
    public void A_decode_step_has_one_row_and_attends_to_the_context()
    {
        var network = NetworkLoader.Load("LLaMA-2-7B:decode,context=1024");
        network.TotalMacs.ShouldBe((32L * (202_375_168 + (2 * 32 * 1024 * 128))) + (4096L * 32000));
        var mixed = network.Nodes.Single(n => n.Name == "block/sv");
        mixed.HasDynamicWeight.ShouldBeTrue();
        (mixed.Layer!.P, mixed.Layer.C, mixed.Layer.K, mixed.Layer.G).ShouldBe((1, 1024, 128, 32));
    }

    [Fact]
    public void Query_heads_share_the_keys_of_their_group()
    {
        // 32 query heads on 4 key heads: 8 rows per group and token.
        var network = NetworkLoader.Load("tinyllama-1.1b:decode,context=100,batch=2");
        var scores = network.Nodes.Single(n => n.Name == "block/qk").Layer!;
        (scores.P, scores.C, scores.K, scores.G).ShouldBe((8, 64, 100, 8));
        network.Nodes.Single(n => n.Name == "block/k").Layer!.K.ShouldBe(256);
        network.Nodes.Single(n => n.Name == "block/q").Layer!.P.ShouldBe(2);
    }

    [Fact]
    public void Every_name_loads_and_every_transformer_matches_its_weight_count()
    {
        foreach (var name in NetworkZoo.Names)
        {
            var network = NetworkLoader.Load(name);
            network.Count(NodeKind.Unsupported).ShouldBe(0);
            network.Count(NodeKind.Vector).ShouldBeGreaterThan(5);
        }

        foreach (var (name, config) in ZooData.Instance.Transformer)
        {
            var block = NetworkLoader.Load($"{name}:seq=1,layers=1").MatrixNodes.Where(n => !n.HasDynamicWeight && n.Name.StartsWith("block", StringComparison.Ordinal));
            var expected = config.Ffn * (long)config.Hidden * config.FfnMats
                + (2L * config.Hidden * config.Heads * config.HeadDim) + (2L * config.Hidden * config.KvHeads * config.HeadDim);
            block.Sum(n => n.Macs).ShouldBe(expected);
        }
    }

    [Fact]
    public void A_sequence_beyond_the_trained_positions_is_a_warning() =>
        NetworkLoader.Load("bert-base:seq=1024").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0113");

    [Theory]
    [InlineData("bert-base:prefill=3,foo=1,seq=x", 3)]
    [InlineData("resnet18:seq=3", 1)]
    [InlineData("opt-13b:decode=1,prefill=2", 2)]
    [InlineData("opt-13b:context=2", 1)]
    [InlineData("opt-13b:prefill=2,seq=2", 1)]
    [InlineData("opt-13b:batch=0,layers=-1,batch=3", 3)]
    [InlineData("opt-13b:batch", 1)]
    [InlineData("opt-13b:prefill=1048576,batch=1048576", 1)]
    [InlineData("opt-13b:prefill=1048576,batch=1024,layers=1048576", 1)]
    public void Wrong_options_are_all_reported(string text, int count)
    {
        var error = Should.Throw<DiagnosticException>(() => NetworkLoader.Load(text));
        error.ExitCode.ShouldBe(ExitCode.BadInput);
        error.Diagnostics.Count.ShouldBe(count);
        error.Diagnostics.ShouldAllBe(d => d.Code == "CIM0111" || d.Code == "CIM0212");
    }

    [Fact]
    public void An_unknown_name_suggests_the_nearest()
    {
        var error = Should.Throw<DiagnosticException>(() => NetworkLoader.Load("resnet51")).Diagnostics.ShouldHaveSingleItem();
        error.Code.ShouldBe("CIM0110");
        error.Hint!.ShouldStartWith("Did you mean resnet50");
    }

    [Fact]
    public void Symbolic_dimensions_do_not_apply_to_built_in_networks() =>
        Should.Throw<DiagnosticException>(() => NetworkLoader.Load("resnet18", new Dictionary<string, int> { ["N"] = 1 }))
            .Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0112");
}
