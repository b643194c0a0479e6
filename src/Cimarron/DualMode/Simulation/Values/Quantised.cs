using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Between elements and real numbers.</summary>
internal static class Quantised
{
    /// <summary>The real number of every element value.</summary>
    public static double[] Reals(ProgramTensor tensor) => [.. Enumerable.Range(0, 256).Select(b => Rounding.Steps((byte)b, tensor) * (double)tensor.Scale!.Value)];

    public static byte Element(double real, ProgramTensor tensor) => Rounding.Quantise(real / tensor.Scale!.Value, tensor);

    /// <summary>The output element of every input element under a function.</summary>
    public static byte[] Table(ProgramTensor from, ProgramTensor to, Func<double, double> function) => Array.ConvertAll(Reals(from), x => Element(function(x), to));
}
