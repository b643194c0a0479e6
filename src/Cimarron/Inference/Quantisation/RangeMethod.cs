namespace Cimarron.Inference.Quantisation;

/// <summary>How the range of an activation follows from the values seen.</summary>
public enum RangeMethod
{
    /// <summary>From the smallest to the largest value.</summary>
    MinMax,

    /// <summary>Without the rarest values at both ends; see <see cref="QuantizeOptions.Percentile"/>.</summary>
    Percentile,

    /// <summary>The part of the range whose rounding and saturation cost the least squared error.</summary>
    MeanSquaredError,
}
