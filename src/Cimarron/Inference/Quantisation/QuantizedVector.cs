using System.Collections.Immutable;

namespace Cimarron.Inference.Quantisation;

/// <summary>An operator on real values: its inputs are dequantised, it is computed in double precision in ascending order of indices, its output is quantised.</summary>
public sealed record QuantizedVector : QuantizedNode
{
    /// <summary>Operation; docs/quantisation.md lists them with their attributes.</summary>
    public required string Operation { get; init; }

    /// <summary>Tensors it reads.</summary>
    public required ImmutableArray<string> Inputs { get; init; }

    /// <summary>Whether a feature of the output depends on the same feature of its inputs alone.</summary>
    public bool IsFeaturewise { get; init; }

    /// <summary>Parameters: numbers, or lists of numbers separated by blanks; a constant array is named <c>@name</c>.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The constant arrays by name, without <c>@</c>; names are unique in the graph.</summary>
    public ImmutableSortedDictionary<string, QuantizedConstant> Constants { get; init; } = ImmutableSortedDictionary<string, QuantizedConstant>.Empty;
}
