using Cimarron.Inference;

namespace Cimarron.Sparsity.Accuracy;

/// <summary>Inputs of a model, and what the right answers are.</summary>
/// <param name="Source">Where they are from, for the record.</param>
/// <param name="Samples">A tensor for every input of the model, per sample; at least one sample.</param>
/// <param name="Labels">The right class of every sample; null when it is not known.</param>
public sealed record SampleSet(string Source, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> Samples, IReadOnlyList<long>? Labels)
{
    /// <summary>The first samples, which quantisation and profiles are measured on.</summary>
    /// <param name="most">How many at most, ≥ 1.</param>
    public IReadOnlyList<IReadOnlyDictionary<string, Tensor>> First(int most) => [.. Samples.Take(most)];
}
