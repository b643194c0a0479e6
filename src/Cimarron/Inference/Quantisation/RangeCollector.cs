using Cimarron.Inference.Quantisation.Lowering;

namespace Cimarron.Inference.Quantisation;

/// <summary>The values of one tensor over all calibration inputs: first their bounds, then how often they occur.</summary>
internal sealed class RangeCollector
{
    private const int Bins = 2048;

    /// <summary>Attention masks add large negative numbers so that a softmax gives 0; such values say nothing about a range.</summary>
    private const float Masked = -1e4f;

    /// <summary>How far below the smallest score a masked one is put: e⁻¹² of a share is below the resolution of the result.</summary>
    private const float MaskMargin = 12;

    private long[]? counts;

    /// <summary>Smallest finite value.</summary>
    public float Low { get; private set; } = float.PositiveInfinity;

    /// <summary>Largest finite value.</summary>
    public float High { get; private set; } = float.NegativeInfinity;

    private float UnmaskedLow { get; set; } = float.PositiveInfinity;

    private bool HasMasked { get; set; }

    /// <summary>First pass.</summary>
    public void Bound(ReadOnlySpan<float> values)
    {
        foreach (var v in values)
        {
            HasMasked |= v <= Masked;
            if (float.IsFinite(v))
            {
                Low = Math.Min(Low, v);
                High = Math.Max(High, v);
                UnmaskedLow = v > Masked ? Math.Min(UnmaskedLow, v) : UnmaskedLow;
            }
        }
    }

    /// <summary>Second pass.</summary>
    public void Count(ReadOnlySpan<float> values)
    {
        counts ??= new long[Bins];
        var width = (High - Low) / Bins;
        foreach (var v in values)
        {
            if (float.IsFinite(v))
            {
                counts[width > 0 ? Math.Clamp((int)((v - Low) / width), 0, Bins - 1) : 0]++;
            }
        }
    }

    /// <summary>Scale and zero point.</summary>
    /// <param name="options">The method.</param>
    /// <param name="feedsSoftmax">Whether a softmax alone reads the tensor, so that masked values may be put just below all others.</param>
    public ScaleZero Decide(QuantizeOptions options, bool feedsSoftmax)
    {
        if (Low > High)
        {
            return ScaleZero.Of(0, 0);
        }

        if (feedsSoftmax && HasMasked && float.IsFinite(UnmaskedLow))
        {
            return ScaleZero.Of(UnmaskedLow - MaskMargin, High);
        }

        var (low, high) = counts is null ? (Low, High) : options.Range == RangeMethod.Percentile ? Percentile(options.Percentile) : LeastError();
        return ScaleZero.Of(low, high);
    }

    private (float Low, float High) Percentile(double percent)
    {
        var cut = (long)(counts!.Sum() * (100 - percent) / 200);
        var width = (High - Low) / Bins;
        var (first, last) = (0, Bins - 1);
        for (long seen = counts![0]; first < last && seen <= cut; seen += counts[++first])
        {
        }

        for (long seen = counts[last]; first < last && seen <= cut; seen += counts[--last])
        {
        }

        return (Low + (first * width), Low + ((last + 1) * width));
    }

    private (float Low, float High) LeastError()
    {
        var best = (Low, High, Error: double.PositiveInfinity);
        for (var percent = 100; percent >= 20; percent -= 2)
        {
            var (low, high) = (Low * percent / 100, High * percent / 100);
            var error = Error(ScaleZero.Of(low, high));
            best = error < best.Error ? (low, high, error) : best;
        }

        return (best.Low, best.High);
    }

    private double Error(ScaleZero scale)
    {
        var width = (High - Low) / Bins;
        double error = 0;
        for (var i = 0; i < Bins; i++)
        {
            double value = Low + ((i + 0.5f) * width);
            var q = Math.Clamp(Math.Round(value / scale.Scale, MidpointRounding.ToEven) + scale.Zero, -128, 127);
            var difference = ((q - scale.Zero) * scale.Scale) - value;
            error += counts![i] * difference * difference;
        }

        return error;
    }
}
