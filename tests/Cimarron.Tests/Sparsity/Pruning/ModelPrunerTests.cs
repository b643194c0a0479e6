using Cimarron.Inference;
using Cimarron.Inference.Execution;
using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;
using Cimarron.Tests.Inference;
using Cimarron.Tests.Sparsity.Patterns;

namespace Cimarron.Tests.Sparsity.Pruning;

public sealed class ModelPrunerTests
{
    private static readonly string Model = Path.Combine(AppContext.BaseDirectory, "Data", "Models", "digits-cnn.onnx");

    [Fact]
    public void Removed_weights_are_zero_and_kept_ones_untouched()
    {
        var graph = ValueGraph.Load(Model);
        var pruned = ModelPruner.Prune(graph, PatternLibrary.Parse("row-block@0.75"));
        pruned.Layers.Length.ShouldBe(5);
        foreach (var layer in pruned.Layers)
        {
            var (before, after, kept) = (graph.Constants[layer.Weight].ToFloats(), pruned.Graph.Constants[layer.Weight].ToFloats(), pruned.Masks[layer.Weight]);
            kept.Shape.ShouldBe(graph.Constants[layer.Weight].Shape);
            for (var i = 0; i < before.Length; i++)
            {
                after[i].ShouldBe(kept.Bytes.Span[i] == 1 ? before[i] : 0);
            }

            layer.Kept.ShouldBe(kept.Bytes.Span.ToArray().Sum(b => b));
            layer.Loss.ShouldBeInRange(0.01, 0.75, "the least important blocks go first");
        }

        pruned.Ratio.ShouldBe(0.75, 0.01);
    }

    [Fact]
    public void Rows_are_those_of_the_unfolded_image_whatever_the_operator()
    {
        // Row-wise pruning of a convolution must remove the same kernel element of every output channel; of a product, the same input.
        var graph = ValueGraph.Load(Model);
        var pruned = ModelPruner.Prune(graph, PatternLibrary.Parse("row-wise@0.5"));
        foreach (var layer in pruned.Layers)
        {
            var mask = pruned.Masks[layer.Weight];
            var outputs = mask.Shape[0];
            var rows = mask.Count / outputs;
            for (var row = 0; row < rows; row++)
            {
                Enumerable.Range(0, outputs).Select(o => mask.Bytes.Span[(o * rows) + row]).Distinct().Count().ShouldBe(1, $"{layer.Node} row {row}");
            }
        }
    }

    [Theory]
    [InlineData("CRS")]
    [InlineData("RSC")]
    [InlineData("SCR")]
    public void The_flattening_decides_which_weights_are_neighbours(string flattening)
    {
        var graph = ValueGraph.Load(Model);
        var pattern = PatternLibrary.Parse("full(3,all)@0.5") with { Flattening = flattening };
        var pruned = ModelPruner.Prune(graph, pattern);
        var layer = pruned.Layers[1];
        var mask = pruned.Masks[layer.Weight];
        var (channels, height, width) = (mask.Shape[1], mask.Shape[2], mask.Shape[3]);
        var order = from c in Enumerable.Range(0, channels) from r in Enumerable.Range(0, height) from s in Enumerable.Range(0, width) select (c, r, s);
        var sorted = flattening switch
        {
            "CRS" => order.OrderBy(e => (e.c, e.r, e.s)),
            "RSC" => order.OrderBy(e => (e.r, e.s, e.c)),
            _ => order.OrderBy(e => (e.s, e.c, e.r)),
        };
        foreach (var block in sorted.Chunk(3))
        {
            block.Select(e => mask.Bytes.Span[(((e.c * height) + e.r) * width) + e.s]).Distinct().Count().ShouldBe(1);
        }
    }

    [Fact]
    public void A_pruned_model_is_saved_read_again_and_its_masks_are_its_zeros()
    {
        var path = Path.Combine(Path.GetTempPath(), $"pruned-{Guid.NewGuid():N}.onnx");
        try
        {
            var pattern = PatternLibrary.Parse("hybrid@0.8");
            var pruned = ModelPruner.Prune(ValueGraph.Load(Model), pattern);
            pruned.Graph.Save(path);
            var again = ValueGraph.Load(path);
            var masks = ModelPruner.MasksOf(again, pattern);
            foreach (var layer in pruned.Layers)
            {
                var (first, second) = (layer.Mask!, masks[layer.Node]);
                for (var block = 0; block < first.BlockRows; block++)
                {
                    for (var column = 0; column < first.BlockColumns; column++)
                    {
                        second.KeepsBlock(0, block, column).ShouldBe(first.KeepsBlock(0, block, column));
                    }
                }
            }

            var inputs = new Dictionary<string, Tensor> { ["image"] = Digits.Load().Images(0, 1) };
            new FloatExecutor(again).Run(inputs)["logits"].ToFloats().ShouldBe(new FloatExecutor(pruned.Graph).Run(inputs)["logits"].ToFloats());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void One_budget_for_all_layers_removes_the_stated_share_of_blocks()
    {
        var graph = ValueGraph.Load(Model);
        var pattern = PatternLibrary.Parse("row-block@0.9");
        var pruned = ModelPruner.Prune(graph, pattern, new PruneOptions { Scope = PruneScope.Network });
        var kept = pruned.Layers.Sum(l => Enumerable.Range(0, l.Mask!.BlockRows).Sum(r => Enumerable.Range(0, l.Mask.BlockColumns).Count(c => l.Mask.KeepsBlock(0, r, c))));
        kept.ShouldBe((int)pattern.Full!.Kept(pruned.Layers.Sum(l => l.Mask!.Blocks)));
        pruned.Layers.Select(l => Math.Round(1 - ((double)l.Kept / l.Total), 2)).Distinct().Count().ShouldBeGreaterThan(2, "layers lose different shares");
        pruned.Layers.ShouldAllBe(l => l.Kept > 0);
    }

    [Fact]
    public void What_stays_dense_says_why()
    {
        var graph = ValueGraph.Load(Model);
        var pruned = ModelPruner.Prune(graph, PatternLibrary.Parse("row-wise@0.5"), new PruneOptions { Skips = ["/c1/Conv"] });
        pruned.Layers[0].ShouldSatisfyAllConditions(l => l.Mask.ShouldBeNull(), l => l.Reason.ShouldBe("asked for"), l => l.Kept.ShouldBe(l.Total));
        pruned.Masks.Keys.ShouldNotContain(pruned.Layers[0].Weight);
        var unknown = PatternLibraryTests.Failure(() => ModelPruner.Prune(graph, PatternLibrary.Parse("row-wise@0.5"), new PruneOptions { Skips = ["/c1/Cnv"] }));
        (unknown.Code, unknown.Hint).ShouldBe(("CIM0909", "did you mean '/c1/Conv'?"));
    }

    [Fact]
    public void Zeros_that_do_not_follow_the_pattern_are_refused()
    {
        var graph = ValueGraph.Load(Model);
        PatternLibraryTests.Failure(() => ModelPruner.MasksOf(graph, PatternLibrary.Parse("2:4"))).Code.ShouldBe("CIM0906");
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused()
    {
        var graph = ValueGraph.Load(Model);
        var name = graph.Network.MatrixNodes.First().WeightName!;
        var values = graph.Constants[name].ToFloats().ToArray();
        values[3] = float.NaN;
        var broken = graph.WithConstants(new Dictionary<string, Tensor> { [name] = Tensor.Of(values, graph.Constants[name].Shape) });
        PatternLibraryTests.Failure(() => ModelPruner.Prune(broken, PatternLibrary.Parse("row-wise@0.5"))).Code.ShouldBe("CIM0907");
    }
}
