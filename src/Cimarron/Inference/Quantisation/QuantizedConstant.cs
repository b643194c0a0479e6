using System.Collections.Immutable;

namespace Cimarron.Inference.Quantisation;

/// <summary>A constant of a vector operator.</summary>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="Values">Elements, row-major.</param>
public sealed record QuantizedConstant(ImmutableArray<int> Shape, ImmutableArray<float> Values);
