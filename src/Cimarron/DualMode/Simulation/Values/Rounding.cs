using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>From real numbers to elements: rounded half to even, moved by the zero point, saturated. What is no number becomes zero.</summary>
internal static class Rounding
{
    private const int Far = 1 << 20;

    /// <summary>An element from a multiple of the tensor's scale.</summary>
    public static byte Quantise(float steps, ProgramTensor tensor) => Saturate((int)MathF.Round(Math.Clamp(float.IsNaN(steps) ? 0 : steps, -Far, Far), MidpointRounding.ToEven), tensor);

    /// <summary>An element from a multiple of the tensor's scale.</summary>
    public static byte Quantise(double steps, ProgramTensor tensor) => Saturate((int)Math.Round(Math.Clamp(double.IsNaN(steps) ? 0 : steps, -Far, Far), MidpointRounding.ToEven), tensor);

    /// <summary>The value of an element, zero point subtracted.</summary>
    public static int Steps(byte element, ProgramTensor tensor) => (tensor.IsUnsigned ? element : (sbyte)element) - tensor.ZeroPoint;

    private static byte Saturate(int steps, ProgramTensor tensor) =>
        tensor.IsUnsigned ? (byte)Math.Clamp(steps + tensor.ZeroPoint, 0, 255) : (byte)(sbyte)Math.Clamp(steps + tensor.ZeroPoint, -128, 127);
}
