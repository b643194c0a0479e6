namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Functions of one real number, as ONNX defines them (<see href="https://onnx.ai/onnx/operators/"/>).</summary>
internal static class Scalars
{
    /// <summary>From here on erf is ±1 in double precision.</summary>
    private const double ErfLimit = 6;

    /// <summary>The function of a vector operator, or null if it is none of one number.</summary>
    public static Func<double, double>? Of(VectorRequest r) => r.Vector.Operation switch
    {
        "Identity" or "Requantize" or "Reshape" or "Flatten" => x => x,
        "Relu" => x => Math.Max(x, 0),
        "Clip" => Clip(r.Number("min", double.NegativeInfinity), r.Number("max", double.PositiveInfinity)),
        "LeakyRelu" => LeakyRelu(r.Number("alpha", 0.01)),
        "Sigmoid" => Sigmoid,
        "Tanh" => Math.Tanh,
        "Gelu" => IsApproximate(r) ? GeluByTanh : x => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        "Silu" => x => x * Sigmoid(x),
        "HardSwish" => x => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        "HardSigmoid" => HardSigmoid(r.Number("alpha", 0.2), r.Number("beta", 0.5)),
        "Erf" => Erf,
        "Exp" => Math.Exp,
        "Sqrt" => Math.Sqrt,
        "Neg" => x => -x,
        "Abs" => Math.Abs,
        _ => null,
    };

    /// <summary>The error function: Abramowitz and Stegun 7.1.6, whose terms are all positive.</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) >= ErfLimit)
        {
            return Math.Sign(x);
        }

        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double GeluByTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    private static Func<double, double> Clip(double min, double max) => x => Math.Min(Math.Max(x, min), max);

    private static Func<double, double> LeakyRelu(double alpha) => x => x < 0 ? alpha * x : x;

    private static Func<double, double> HardSigmoid(double alpha, double beta) => x => Math.Clamp((alpha * x) + beta, 0, 1);

    private static bool IsApproximate(VectorRequest r) => r.Vector.Attributes.GetValueOrDefault("approximate", "none") switch
    {
        "tanh" => true,
        "none" => false,
        var other => throw r.Bad($"'approximate' is tanh or none, not '{other}'"),
    };
}
