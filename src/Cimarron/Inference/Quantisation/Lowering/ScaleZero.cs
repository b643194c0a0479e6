namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>How bytes stand for real values.</summary>
/// <param name="Scale">Real value of one step.</param>
/// <param name="Zero">The byte for 0.</param>
/// <param name="IsUnsigned">Whether bytes are 0…255.</param>
internal readonly record struct ScaleZero(float Scale, int Zero, bool IsUnsigned)
{
    /// <summary>Signed bytes that cover a range, 0 included.</summary>
    public static ScaleZero Of(double low, double high)
    {
        low = Math.Min(low, 0);
        high = Math.Max(high, 0);
        var scale = (float)((high - low) / 255);

        // A tensor that is always 0 (or a subnormal range) has any scale.
        scale = float.IsNormal(scale) ? scale : 1;
        return new ScaleZero(scale, (int)Math.Clamp(Math.Round(-128 - (low / scale), MidpointRounding.ToEven), -128, 127), IsUnsigned: false);
    }
}
