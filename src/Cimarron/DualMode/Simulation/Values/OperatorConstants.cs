using System.Runtime.InteropServices;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Weights, biases, scales and zero points of an operator. A stationary operand has the scale and zero point of its tensor.</summary>
internal sealed class OperatorConstants
{
    private readonly int[]? bias;
    private readonly float[] multipliers;
    private readonly int[] zeros;
    private readonly bool isUnsigned;
    private readonly sbyte[] weights = [];

    public OperatorConstants(ProgramOperator op, ProgramSymbols symbols, ProgramData data)
    {
        var columns = op.Groups * op.Columns;
        var input = symbols.Tensors[op.Input].Scale!.Value;
        var output = symbols.Tensors[op.Output].Scale!.Value;
        bias = Find<int>(data, $"{op.Name}.bias", columns, isNeeded: false);
        float[] scales;
        if (op.Stationary is { } name)
        {
            var stationary = symbols.Tensors[name];
            (scales, zeros, isUnsigned) = ([stationary.Scale!.Value], [stationary.ZeroPoint], stationary.IsUnsigned);
        }
        else
        {
            weights = Find<sbyte>(data, $"{op.Name}.weight", checked(columns * op.Reduction), isNeeded: true)!;
            scales = Find<float>(data, $"{op.Name}.weight_scale", columns, isNeeded: true, orOne: true)!;
            zeros = Find<int>(data, $"{op.Name}.weight_zero", columns, isNeeded: false, orOne: true) ?? [0];
            if (Array.Exists(zeros, z => z is < -128 or > 127))
            {
                throw ProgramRunner.Bad("weight zero points lie in -128 … 127", $"{op.Name}.weight_zero");
            }
        }

        // The order of the operations is that of ONNX Runtime's kernels; another one may round differently.
        multipliers = Array.ConvertAll(scales, s => (input * s) / output);
    }

    public ReadOnlySpan<byte> Weights => MemoryMarshal.AsBytes(weights.AsSpan());

    public int Bias(int feature) => bias is null ? 0 : bias[feature];

    public float Multiplier(int feature) => multipliers.Length == 1 ? multipliers[0] : multipliers[feature];

    /// <summary>Weights as 32-bit numbers less their zero points.</summary>
    public void Widen(ReadOnlySpan<byte> bytes, Span<int> target, int firstFeature)
    {
        for (var k = 0; k < bytes.Length; k++)
        {
            target[k] = (isUnsigned ? bytes[k] : (sbyte)bytes[k]) - (zeros.Length == 1 ? zeros[0] : zeros[firstFeature + k]);
        }
    }

    private static T[]? Find<T>(ProgramData data, string name, int count, bool isNeeded, bool orOne = false)
        where T : struct
    {
        if (!data.Arrays.TryGetValue(name, out var array))
        {
            return isNeeded ? throw ProgramRunner.Bad($"an array of {count} values is missing", name) : null;
        }

        return array.As<T>() is { } values && (values.Length == count || (orOne && values.Length == 1))
            ? values
            : throw ProgramRunner.Bad($"expected {count} values of type {typeof(T).Name}, found {array.Count}", name);
    }
}
