using Cimarron.Inference;
using Cimarron.Inference.Graphs;
using Cimarron.Inference.Quantisation;
using Cimarron.Mappers;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Sparsity.Accuracy;

/// <summary>Runs models in 8-bit integers, the way the chip computes, on labelled samples.</summary>
public static class AccuracyMeter
{
    /// <summary>Samples that ranges and profiles are measured on.</summary>
    public const int CalibrationSamples = 64;

    /// <summary>Quantises a model with the first samples; masked weights stay zero, because weights are quantised symmetrically.</summary>
    /// <param name="graph">The model, masked or not.</param>
    /// <param name="samples">Its inputs.</param>
    /// <param name="cancellationToken">Stops between operators.</param>
    /// <exception cref="DiagnosticException">The model has no quantised form.</exception>
    public static QuantizedGraph Quantise(ValueGraph graph, SampleSet samples, CancellationToken cancellationToken = default) =>
        Quantizer.IsQuantised(graph.Network)
            ? Quantizer.Import(graph)
            : Quantizer.Quantize(graph, samples.First(CalibrationSamples), null, cancellationToken);

    /// <summary>The top-1 accuracy of a quantised model.</summary>
    /// <param name="graph">The model; its only output is the score of every class.</param>
    /// <param name="samples">Labelled samples.</param>
    /// <param name="threads">Samples at a time, ≥ 1; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between samples.</param>
    /// <exception cref="DiagnosticException">There are no labels, or more than one output.</exception>
    public static TopOne Measure(QuantizedGraph graph, SampleSet samples, int threads = 1, CancellationToken cancellationToken = default)
    {
        if (samples.Labels is not { } labels || labels.Count != samples.Samples.Count || graph.Outputs.Length != 1)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0913", graph.Outputs.Length != 1 ? $"accuracy needs one output, the model has {graph.Outputs.Length}" : $"accuracy needs a label for each of the {samples.Samples.Count} samples, found {samples.Labels?.Count ?? 0}",
                samples.Source, hint: "store an array 'labels' beside the inputs"));
        }

        var executor = new QuantizedExecutor(graph);
        var right = 0;
        Workers.Run([.. Enumerable.Range(0, samples.Samples.Count)], threads, i =>
        {
            var outputs = executor.Run(Bytes(graph, samples.Samples[i]), null, cancellationToken);
            var scores = graph.DequantizeOutput(graph.Outputs[0].Name, outputs[graph.Outputs[0].Name]);
            Interlocked.Add(ref right, Largest(scores) == labels[i] ? 1 : 0);
        }, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new TopOne(right, samples.Samples.Count);
    }

    /// <summary>How often bits of the inputs are zero in whole row groups, in the layout that masks lead to.</summary>
    /// <param name="graph">The quantised model.</param>
    /// <param name="samples">Its inputs; the first <see cref="CalibrationSamples"/> are run.</param>
    /// <param name="masks">Masks by operator.</param>
    /// <param name="compression">How masked operators are packed; null for what their pattern says.</param>
    /// <param name="height">Rows of a sub-array.</param>
    /// <param name="cancellationToken">Stops between samples.</param>
    public static InputProfile Profile(
        QuantizedGraph graph, SampleSet samples, IReadOnlyDictionary<string, LayerMask> masks, Compression? compression, int height, CancellationToken cancellationToken = default)
    {
        var meter = new ProfileMeter(graph, masks.ToDictionary(m => m.Key, m => (m.Value, compression ?? m.Value.Pattern.Compression), StringComparer.Ordinal), height);
        var executor = new QuantizedExecutor(graph);
        foreach (var sample in samples.First(CalibrationSamples))
        {
            executor.Run(Bytes(graph, sample), meter.Add, cancellationToken);
            meter.EndSample();
        }

        return meter.Profile($"{graph.Name} on {samples.Source}, groups of {height} rows");
    }

    private static Dictionary<string, byte[]> Bytes(QuantizedGraph graph, IReadOnlyDictionary<string, Tensor> sample) =>
        graph.Inputs.ToDictionary(i => i.Name, i => graph.QuantizeInput(i.Name, sample[i.Name]), StringComparer.Ordinal);

    private static int Largest(float[] scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }
}
