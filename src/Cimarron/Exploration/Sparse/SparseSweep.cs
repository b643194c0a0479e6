using System.Collections.Immutable;
using Cimarron.Inference.Graphs;
using Cimarron.Inference.Quantisation;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Exploration.Sparse;

/// <summary>Works through the patterns of a <see cref="SparseQuestion"/>.</summary>
public sealed class SparseSweep
{
    private static readonly IReadOnlyDictionary<string, LayerMask> NoMasks = ImmutableDictionary<string, LayerMask>.Empty;

    private readonly SparseQuestion question;
    private readonly int threads;

    private SparseSweep(SparseQuestion question, int threads) => (this.question, this.threads) = (question, threads);

    /// <summary>Answers a question. Cancellation does not throw once the dense run is done: the patterns that are finished are reported.</summary>
    /// <param name="question">The question.</param>
    /// <param name="threads">Layers or samples at a time, ≥ 1; the answer does not depend on it.</param>
    /// <param name="progress">Told before every pattern, the dense run included as the first.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DiagnosticException">A pattern cannot be packed on the chip, or the model cannot be pruned or executed.</exception>
    public static SparseAnswer Run(SparseQuestion question, int threads, IProgress<SparseProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var sweep = new SparseSweep(question, threads);
        var total = question.Patterns.Length + 1;
        progress?.Report(new SparseProgress(0, total, "dense"));
        var dense = sweep.Point(FlexBlock.Dense, NoMasks, question.Graph, out var profile, cancellationToken);
        var points = ImmutableArray.CreateBuilder<SparsePoint>();
        try
        {
            foreach (var pattern in question.Patterns)
            {
                progress?.Report(new SparseProgress(points.Count + 1, total, pattern.Name));
                var (masks, graph) = question.Masks.For(question.Network, pattern, cancellationToken);
                points.Add(sweep.Point(pattern, masks, graph, out _, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            // What is finished is worth reporting.
        }

        return new SparseAnswer(question, dense.Cost, dense.WithInputs, dense.Accuracy, points.ToImmutable(), profile);
    }

    private SparsePoint Point(FlexBlock pattern, IReadOnlyDictionary<string, LayerMask> masks, ValueGraph? graph, out InputProfile? profile, CancellationToken cancellation)
    {
        var cost = SparseNetworkEvaluator.Evaluate(question.Network, question.Chip, question.Mapping, masks, null, threads, cancellation);
        QuantizedGraph? quantised = null;
        if (question.Samples is { } samples && graph is not null)
        {
            quantised = AccuracyMeter.Quantise(graph, samples, cancellation);
        }

        profile = !question.Chip.DetectsZeros ? null
            : question.Profile ?? (quantised is null ? null : AccuracyMeter.Profile(quantised, question.Samples!, masks, question.Mapping.Compression, question.Chip.SubarrayRows, cancellation));
        var withInputs = profile is null ? null : SparseNetworkEvaluator.Evaluate(question.Network, question.Chip, question.Mapping, masks, profile, threads, cancellation);
        var accuracy = quantised is not null && question.Samples!.Labels is not null ? AccuracyMeter.Measure(quantised, question.Samples, threads, cancellation) : (TopOne?)null;
        return new SparsePoint(pattern, cost, withInputs, accuracy);
    }
}
