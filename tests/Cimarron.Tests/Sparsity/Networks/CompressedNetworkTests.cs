using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Pruning;
using Cimarron.Tests.Sparsity.Costs;
using Cimarron.Workloads;

namespace Cimarron.Tests.Sparsity.Networks;

/// <summary>Bounds of packed weights by hand, and what holds for whole networks.</summary>
public sealed class CompressedNetworkTests
{
    private static readonly ArrayGeometry Array = new(4, 2);

    /// <summary>Kernels of 2 × 2 on 2 channels: 8 rows, 4 columns.</summary>
    private static readonly Layer Kernel = new() { Name = "layer", R = 2, S = 2, C = 2, K = 4, P = 3, H = 4, W = 2 };

    [Fact]
    public void The_longest_strip_decides_the_rows_and_whole_channels_the_bound()
    {
        var layer = Compress(TinyLayers.Blocks(2, 2), "#.", "#.", ".#", "#.");

        // Strips of 3 and 1 blocks of 2 rows; four of eight blocks with an index of 3 bits, over 2·2·2·4 weights.
        layer.Packing.ShouldBe(new WeightPacking(Rows: 6, Columns: 4, Width: 2, Moved: 8, IndexBits: 12));
        layer.Layer.ShouldBe(Kernel with { C = 2, WeightIndexBits = 1 });
        (layer.Kept, layer.Stored, layer.Weights).ShouldBe((16, 24, 32));
    }

    [Fact]
    public void A_choice_within_blocks_halves_the_rows_but_not_the_inputs()
    {
        var layer = Compress(TinyLayers.Blocks(2, 2) with { Intra = new IntraBlock(2, 1) }, "#.", "#.", "..", "#.");

        // Three blocks of 3 bits; in each, two columns with a bit. 15 bits over 1·2·2·4 weights.
        layer.Packing.ShouldBe(new WeightPacking(Rows: 3, Columns: 4, Width: 2, Moved: 6, IndexBits: 15));
        layer.Layer.ShouldBe(Kernel with { C = 1, WeightIndexBits = 1 });
        layer.Kept.ShouldBe(6);
    }

    [Fact]
    public void Rows_that_all_columns_drop_do_not_move()
    {
        var layer = Compress(PatternLibrary.Parse("channel-wise"), "#", ".");

        layer.Packing.ShouldBe(new WeightPacking(Rows: 4, Columns: 4, Width: 4, Moved: 4, IndexBits: 1));
        layer.Layer.ShouldBe(Kernel with { C = 1, WeightIndexBits = 1 });
    }

    [Fact]
    public void Columns_are_those_kept()
    {
        var layer = Compress(PatternLibrary.Parse("column-wise"), "#.##");

        layer.Packing.ShouldBe(new WeightPacking(Rows: 8, Columns: 3, Width: 4, Moved: 8, IndexBits: 6));
        layer.Layer.ShouldBe(Kernel with { K = 3, WeightIndexBits = 1 });
    }

    [Theory]
    [InlineData("full(4,2)", "..", 4, 4)]
    [InlineData("column-wise", "....", 8, 1)]
    public void Of_nothing_a_block_stays(string pattern, string line, int rows, int columns)
    {
        var layer = Compress(PatternLibrary.Parse(pattern), [.. Enumerable.Repeat(line, line.Length == 2 ? 2 : 1)]);

        (layer.Packing!.Rows, layer.Packing.Columns, layer.Kept).ShouldBe((rows, columns, 0));
        layer.Packing.Moved.ShouldBe(rows);
        layer.Remark.ShouldStartWith("nothing is kept");
    }

    [Fact]
    public void An_incomplete_block_at_the_edge_can_take_more_rows_than_there_are()
    {
        var layer = Kernel with { R = 1, S = 1, C = 5 };
        var pattern = TinyLayers.Choice(4, 3);

        var compressed = LayerCompression.Of(Node(layer), new LayerMask(MatrixShape.Of(layer), pattern, null, null), Array);
        compressed.Layer.C.ShouldBe(6);
        compressed.Packing!.Moved.ShouldBe(5);
    }

    [Fact]
    public void Zeros_of_single_weights_are_stored()
    {
        var layer = Kernel with { R = 1, S = 1, C = 2, K = 2 };
        var mask = TinyLayers.Drawn(MatrixShape.Of(layer), PatternLibrary.Parse("unstructured"), "#.", "..");

        var compressed = LayerCompression.Of(Node(layer), mask, Array);
        (compressed.Layer, compressed.Packing, compressed.Kept, compressed.Stored).ShouldBe((layer, null, 1, 4));
        compressed.Remark.ShouldBe("zeros are stored");
    }

    [Theory]
    [InlineData("full(2,3)", "multiple of the 2 weight columns of an array, found 3", "full(2,2)")]
    [InlineData("2:4+full(4,3)", "multiple of the 2 weight columns of an array, found 3", "2:4+full(4,2)")]
    [InlineData("full(4,1)", "only if blocks are as high as the matrix (8 rows), found 4", "column-wise")]
    public void Other_blocks_are_refused_with_a_pattern_that_fits(string pattern, string message, string hint)
    {
        var finding = Should.Throw<DiagnosticException>(() => Compress(PatternLibrary.Parse(pattern))).Diagnostics.ShouldHaveSingleItem();

        (finding.Code, finding.Field).ShouldBe(("CIM0901", "layer"));
        finding.Message.ShouldContain(message);
        finding.Hint!.ShouldContain(hint);
    }

    [Fact]
    public void Operands_made_at_run_time_and_groups_stay_as_they_are()
    {
        foreach (var name in new[] { "bert-base:seq=64", "mobilenet_v2" })
        {
            var compressed = Random(name, "full(2,all)+1:2@0.75");

            compressed.Layers.ShouldContain(l => l.Node.HasDynamicWeight || l.Layer.G > 1);
            compressed.Layers.ShouldAllBe(l => (l.Packing == null) == (l.Node.HasDynamicWeight || l.Layer.G > 1));
            compressed.Bounds.Nodes.Length.ShouldBe(compressed.Dense.Nodes.Length);
            compressed.Ratio.ShouldBeInRange(0.5, 0.76);
        }
    }

    [Theory]
    [InlineData("row-block@0")]
    [InlineData("block@0")]
    [InlineData("channel-wise@0")]
    [InlineData("full(all,all)@0")]
    [InlineData("column-wise@0")]
    public void With_nothing_removed_bounds_are_the_dense_ones(string pattern)
    {
        var compressed = Random("resnet18", pattern);

        compressed.Layers.Select(l => l.Layer with { WeightIndexBits = 0 }).ShouldBe(compressed.Layers.Select(l => l.Node.Layer!));
        compressed.Layers.ShouldAllBe(l => (l.IndexBits == 0) == (pattern == "full(all,all)@0"));
        compressed.Ratio.ShouldBe(0);
    }

    [Fact]
    public void With_all_blocks_kept_a_choice_within_them_halves_the_rows() =>
        Random("resnet18", "hybrid@0.5").Layers.ShouldAllBe(l => l.Packing!.Rows == (l.Packing.Moved + 1) / 2 && l.Packing.Moved == MatrixShape.Of(l.Node.Layer!, 1).Rows);

    [Fact]
    public void Images_of_a_batch_share_their_weights()
    {
        double Ratio(string name)
        {
            var network = NetworkLoader.Load(name);
            var pattern = PatternLibrary.Parse("row-wise@0.5");
            var masks = NetworkMasks.Random([.. SparseLayer.Of(network)], pattern, new PruneOptions { Skips = [network.MatrixNodes.Last().Name] });
            return CompressedNetwork.Of(network, masks, pattern, new ArrayGeometry(32, 16), "test").Ratio;
        }

        Ratio("resnet18:batch=8").ShouldBe(Ratio("resnet18"), 1e-12);
    }

    [Fact]
    public void A_larger_ratio_never_needs_more_rows()
    {
        int[] Rows(string pattern) => [.. Random("resnet18", pattern).Layers.Select(l => l.Packing!.Rows)];
        var rows = new[] { "hybrid@0.5", "hybrid@0.6", "hybrid@0.75", "hybrid@0.9", "hybrid@0.99" }.Select(Rows).ToArray();

        for (var i = 1; i < rows.Length; i++)
        {
            rows[i].Zip(rows[i - 1]).ShouldAllBe(p => p.First <= p.Second);
            rows[i].Sum().ShouldBeLessThan(rows[i - 1].Sum());
        }
    }

    private static CompressedNetwork Random(string name, string pattern)
    {
        var (network, block) = (NetworkLoader.Load(name), PatternLibrary.Parse(pattern));
        var choice = new MaskChoice(null, new PruneOptions(), false, 0);
        return CompressedNetwork.Of(network, choice.For(network, block).Masks, block, new ArrayGeometry(32, 16), choice.ToString());
    }

    private static CompressedLayer Compress(FlexBlock pattern, params string[] lines)
    {
        var shape = MatrixShape.Of(Kernel);
        return LayerCompression.Of(Node(Kernel), lines.Length == 0 ? RandomMasks.Draw(shape, pattern, 0) : TinyLayers.Drawn(shape, pattern, lines), Array);
    }

    private static NetworkNode Node(Layer layer) => new() { Index = 0, Name = layer.Name, OpType = "Conv", Kind = NodeKind.Matrix, Layer = layer };
}
