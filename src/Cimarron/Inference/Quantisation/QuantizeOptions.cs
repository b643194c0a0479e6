namespace Cimarron.Inference.Quantisation;

/// <summary>Choices of a quantisation.</summary>
public sealed record QuantizeOptions
{
    /// <summary>Default choices.</summary>
    public static readonly QuantizeOptions Default = new();

    /// <summary>How ranges of activations are found.</summary>
    public RangeMethod Range { get; init; } = RangeMethod.MinMax;

    /// <summary>Share of the values that stay in the range of <see cref="RangeMethod.Percentile"/>, percent, 50 … 100.</summary>
    public double Percentile { get; init; } = 99.99;

    /// <summary>Whether every output channel has its own weight scale; one scale per operator otherwise.</summary>
    public bool IsPerChannel { get; init; } = true;

    /// <summary>Whether operators whose parts are written out in the model (layer normalisation, GELU, SiLU) are computed as one.</summary>
    public bool FusesPatterns { get; init; } = true;
}
