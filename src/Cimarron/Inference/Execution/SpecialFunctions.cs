namespace Cimarron.Inference.Execution;

/// <summary>Functions that the class library lacks, in double precision.</summary>
internal static class SpecialFunctions
{
    /// <summary>
    /// The error function, to about 1e-15: 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)) up to 3 (all terms positive), a continued fraction of its complement beyond
    /// (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14).
    /// </summary>
    public static double Erf(double x)
    {
        var z = Math.Abs(x);
        if (double.IsNaN(x) || z > 6)
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        if (z > 3)
        {
            var fraction = z;
            for (var n = 60; n >= 1; n--)
            {
                fraction = z + (n / 2.0 / fraction);
            }

            return Math.Sign(x) * (1 - (Math.Exp(-z * z) / (Math.Sqrt(Math.PI) * fraction)));
        }

        var term = x;
        var sum = x;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>The logistic function.</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>x·Φ(x).</summary>
    public static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

    /// <summary>The approximation of <see cref="Gelu"/> by tanh.</summary>
    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));
}
