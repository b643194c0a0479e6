using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cimarron.Exploration.Sparse;
using Cimarron.Exploration.Studies;
using Cimarron.Inference;
using Cimarron.Inference.Arrays;
using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Exploration.Ciminus;

/// <summary>The trained network: real weights, real inputs, real answers.</summary>
internal sealed class DigitsStudy
{
    private const int Side = 28;

    private readonly ConcurrentDictionary<string, SparseAnswer> answers = new(StringComparer.Ordinal);
    private readonly Lazy<(ValueGraph Graph, SampleSet Samples)> digits;
    private readonly Lazy<InputProfile> standIn;
    private readonly CiminusOptions options;

    /// <summary>A study of the digits in a directory.</summary>
    public DigitsStudy(CiminusOptions options)
    {
        this.options = options;
        digits = new(Load);
        standIn = new(MeasureStandIn);
    }

    /// <summary>The chip it is run on.</summary>
    public static SparseChip Chip => SparseChipLibrary.Load("ciminus-4");

    /// <summary>Zero bits of the activations between its layers, which stand in for those of networks without weights; the image itself is left out.</summary>
    public InputProfile StandIn => standIn.Value;

    /// <summary>The patterns of one family whose accuracy is measured.</summary>
    public ImmutableArray<FlexBlock> Patterns(PatternFamily family) =>
        [.. options.AccuracyRatios.SelectMany(r => CiminusContext.Patterns(r).Where(p => p.Family == family).Select(p => p.Pattern)).Distinct()];

    /// <summary>A family as work to do.</summary>
    public StudyWork Work(PatternFamily family) => new($"digits {family.Name}", $"digits {family.Name}", () => answers.ContainsKey(family.Name), c => Do(family, c));

    /// <summary>What a family came to; its work must be done.</summary>
    public SparseAnswer Answer(PatternFamily family) => answers[family.Name];

    private void Do(PatternFamily family, CancellationToken cancellation)
    {
        var (graph, samples) = digits.Value;
        var question = new SparseQuestion { Network = graph.Network, Graph = graph, Samples = samples, Chip = Chip, Patterns = Patterns(family) };
        try
        {
            var answer = SparseSweep.Run(question, threads: 1, null, cancellation);
            if (answer.Points.Length == question.Patterns.Length)
            {
                answers[family.Name] = answer;
            }
        }
        catch (OperationCanceledException)
        {
            // Unfinished work is not there; the study reports what is.
        }
    }

    private InputProfile MeasureStandIn()
    {
        var (graph, samples) = digits.Value;
        var profile = AccuracyMeter.Profile(AccuracyMeter.Quantise(graph, samples), samples, ImmutableDictionary<string, Sparsity.Masks.LayerMask>.Empty, null, Chip.SubarrayRows);
        var hidden = profile with { Layers = profile.Layers.Remove(graph.Network.MatrixNodes.First().Name) };
        return hidden.AsStandIn($"stand-in: activations between the layers of {profile.Source}");
    }

    private (ValueGraph Graph, SampleSet Samples) Load()
    {
        var directory = options.DigitsDirectory ?? Path.Combine(AppContext.BaseDirectory, "examples", "digits");
        var data = Path.Combine(directory, "digits-test.npz");
        var graph = ValueGraph.Load(Path.Combine(directory, "digits-cnn.onnx"));
        var arrays = NpzFile.Read(data);
        if (!arrays.TryGetValue("images", out var images) || !arrays.TryGetValue("labels", out var labels) || images.Count != labels.Count * Side * Side)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0913", $"expected arrays 'images' of {Side} × {Side} and 'labels'", data, hint: "use the file that comes with the tool"));
        }

        var (pixels, input, count) = (images.ToFloats(), graph.Inputs[0], Math.Min(options.Digits, labels.Count));
        var samples = Enumerable.Range(0, count).Select(i => (IReadOnlyDictionary<string, Tensor>)new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [input.Name] = Tensor.Of(Array.ConvertAll(pixels[(i * Side * Side)..((i + 1) * Side * Side)], p => p / 255f), input.Shape),
        });
        return (graph, new SampleSet("digits-test.npz", [.. samples], [.. labels.ToIntegers().Take(count)]));
    }
}
