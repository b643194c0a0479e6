using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>
/// A tensor of 8-bit elements. Its features are the output columns of the operator that produces it: the unit in which parts of it are produced,
/// moved and stored.
/// </summary>
public sealed record ProgramTensor
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Dimensions, each ≥ 1.</summary>
    public required ImmutableArray<int> Shape { get; init; }

    /// <summary>Where its features lie in the shape.</summary>
    public FeatureLayout Layout { get; init; } = FeatureLayout.Trailing;

    /// <summary>Part in the network.</summary>
    public TensorRole Role { get; init; } = TensorRole.Intermediate;

    /// <summary>Whether elements are unsigned.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>Real value of one step; null in programs that are only timed.</summary>
    public float? Scale { get; init; }

    /// <summary>Element that stands for zero.</summary>
    public int ZeroPoint { get; init; }

    /// <summary>Number of elements, which is also the size in bytes.</summary>
    public long Elements => Shape.Aggregate(1L, (product, d) => checked(product * d));

    /// <summary>Number of features, ≥ 1.</summary>
    public int Features => Layout switch
    {
        FeatureLayout.Channels => Shape[1],
        FeatureLayout.Groups => checked(Shape[0] * Shape[2]),
        _ => Shape.IsEmpty ? 1 : Shape[^1],
    };
}
