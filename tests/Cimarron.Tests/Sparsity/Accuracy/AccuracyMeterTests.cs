using Cimarron.Inference;
using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;
using Cimarron.Tests.Inference;

namespace Cimarron.Tests.Sparsity.Accuracy;

public sealed class AccuracyMeterTests
{
    private static readonly ValueGraph Model = ValueGraph.Load(Path.Combine(AppContext.BaseDirectory, "Data", "Models", "digits-cnn.onnx"));

    [Fact]
    public void The_dense_model_in_8_bits_reads_as_many_digits_as_the_real_one()
    {
        var samples = Samples(1000);
        var graph = AccuracyMeter.Quantise(Model, samples);
        AccuracyMeter.Measure(graph, samples, threads: 2).Right.ShouldBeInRange(972, 982, "977 in single precision");
    }

    [Fact]
    public void Masked_weights_stay_zero_and_finer_patterns_keep_more_accuracy()
    {
        var samples = Samples(200);
        double Share(string pattern)
        {
            var pruned = ModelPruner.Prune(Model, PatternLibrary.Parse(pattern));
            var graph = AccuracyMeter.Quantise(pruned.Graph, samples);
            foreach (var matrix in graph.Nodes.OfType<Cimarron.Inference.Quantisation.QuantizedMatrix>())
            {
                var mask = pruned.Layers.Single(l => l.Node == matrix.Name).Mask!;
                for (var i = 0; i < matrix.Weight.Length; i++)
                {
                    (matrix.Weight[i] == 0 || mask.Keeps(0, i / matrix.Columns, i % matrix.Columns)).ShouldBeTrue();
                }
            }

            return AccuracyMeter.Measure(graph, samples, threads: 2).Share;
        }

        var (unstructured, halves, rows) = (Share("unstructured@0.5"), Share("4:8"), Share("row-wise@0.5"));
        halves.ShouldBeGreaterThan(0.75);
        unstructured.ShouldBeGreaterThan(rows + 0.3);
        halves.ShouldBeGreaterThan(rows + 0.3);
    }

    [Fact]
    public void Accuracy_needs_labels()
    {
        var samples = Samples(2) with { Labels = null };
        Should.Throw<DiagnosticException>(() => AccuracyMeter.Measure(AccuracyMeter.Quantise(Model, samples), samples)).Diagnostics.Single().Code.ShouldBe("CIM0913");
    }

    private static SampleSet Samples(int count)
    {
        var digits = Digits.Load();
        return new SampleSet("digits-test.npz", [.. Enumerable.Range(0, count).Select(i => new Dictionary<string, Tensor> { ["image"] = digits.Images(i, 1) })], [.. digits.Labels.Take(count)]);
    }
}
