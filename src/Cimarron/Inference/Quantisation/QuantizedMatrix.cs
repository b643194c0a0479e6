using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.Inference.Quantisation;

/// <summary>
/// <see cref="Groups"/> independent products of <see cref="Rows"/> × <see cref="Reduction"/> by <see cref="Reduction"/> × <see cref="Columns"/>, or a convolution as such:
/// sum = Σ (x − x zero)·(w − w zero) + bias in 32-bit integers; y = saturate(round(sum·m) + y zero), m = (x scale · w scale) / y scale in single precision.
/// </summary>
public sealed record QuantizedMatrix : QuantizedNode
{
    /// <summary>M: rows per group, ≥ 1; batch · P · Q of a convolution.</summary>
    public required int Rows { get; init; }

    /// <summary>N: elements of the reduction per group, ≥ 1; ordered (c, r, s) in a convolution.</summary>
    public required int Reduction { get; init; }

    /// <summary>K: columns per group, ≥ 1.</summary>
    public required int Columns { get; init; }

    /// <summary>Independent products, ≥ 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The moving operand: [.., N] for one group, [groups, M, N] for several, [batch, channels, height, width] for a convolution.</summary>
    public required string Input { get; init; }

    /// <summary>The convolution of one image, with C, K and G as in <see cref="Layer"/>; null for a product.</summary>
    public Layer? Convolution { get; init; }

    /// <summary>Weights [G, N, K]; empty when the stationary operand is produced at run time.</summary>
    public ImmutableArray<sbyte> Weight { get; init; } = [];

    /// <summary>Scales of the weights: one for all, or one per column [G·K]; empty when the stationary operand is produced at run time.</summary>
    public ImmutableArray<float> WeightScale { get; init; } = [];

    /// <summary>The weight that stands for 0, one for all or one per column; empty when it is 0. A model of unsigned weights is stored 128 lower, with its zero points.</summary>
    public ImmutableArray<int> WeightZero { get; init; } = [];

    /// <summary>Bias [G·K] in units of x scale · w scale; empty when there is none.</summary>
    public ImmutableArray<int> Bias { get; init; } = [];

    /// <summary>The tensor [groups, N, K] that is the stationary operand; its scale and zero point take the place of the weights'. Null for weights.</summary>
    public string? Stationary { get; init; }

    /// <summary>Whether <see cref="Stationary"/> is stored as [groups, K, N].</summary>
    public bool IsStationaryTransposed { get; init; }
}
