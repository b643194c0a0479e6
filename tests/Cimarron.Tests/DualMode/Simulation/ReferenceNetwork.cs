using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation;

namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>What a program must yield, from its declarations alone: nested loops straight from the definitions, and random data to try it with.</summary>
internal static class ReferenceNetwork
{
    public static Dictionary<string, byte[]> RandomInputs(MetaProgram program, Random random) => program.Tensors.Where(t => t.Role == TensorRole.Input)
        .ToDictionary(t => t.Name, t => { var b = new byte[t.Elements]; random.NextBytes(b); return b; });

    /// <summary>Weights, biases, scales that use the output's range, zero points here and there.</summary>
    public static ProgramData RandomData(MetaProgram program, Random random)
    {
        var tensors = program.Tensors.ToDictionary(t => t.Name);
        var data = ProgramData.Empty;
        foreach (var op in program.Operators.Where(o => o.Stationary is null))
        {
            var columns = op.Groups * op.Columns;
            var weights = new sbyte[columns * op.Reduction];
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
            var scale = tensors[op.Output].Scale!.Value * 40 / (5329 * MathF.Sqrt(op.Reduction) * tensors[op.Input].Scale!.Value);
            data = data.With($"{op.Name}.weight", DataArray.Of(weights, op.Groups, op.Reduction, op.Columns));
            data = random.Next(2) == 0
                ? data.With($"{op.Name}.weight_scale", DataArray.Of([scale], 1))
                : data.With($"{op.Name}.weight_scale", DataArray.Of([.. Enumerable.Range(0, columns).Select(_ => scale * (0.5f + random.NextSingle()))], columns));
            data = random.Next(2) == 0 ? data : data.With($"{op.Name}.bias", DataArray.Of([.. Enumerable.Range(0, columns).Select(_ => random.Next(-9000, 9000))], columns));
            data = random.Next(2) == 0 ? data : data.With($"{op.Name}.weight_zero", DataArray.Of([.. Enumerable.Range(0, columns).Select(_ => random.Next(-9, 9))], columns));
        }

        return data;
    }

    public static Dictionary<string, byte[]> Evaluate(MetaProgram program, ProgramData data, IReadOnlyDictionary<string, byte[]> inputs)
    {
        var tensors = program.Tensors.ToDictionary(t => t.Name);
        var values = inputs.ToDictionary(p => p.Key, p => p.Value);
        while (values.Count < program.Tensors.Length)
        {
            var before = values.Count;
            foreach (var op in program.Operators.Where(o => !values.ContainsKey(o.Output) && values.ContainsKey(o.Input) && (o.Stationary is null || values.ContainsKey(o.Stationary))))
            {
                values[op.Output] = Product(op, tensors, data, values);
            }

            foreach (var vector in program.Vectors.Where(v => !values.ContainsKey(v.Output) && v.Inputs.All(values.ContainsKey)))
            {
                values[vector.Output] = Vector(vector, tensors, values);
            }

            values.Count.ShouldBeGreaterThan(before);
        }

        return program.Tensors.Where(t => t.Role == TensorRole.Output).ToDictionary(t => t.Name, t => values[t.Name]);
    }

    private static int Signed(byte b, ProgramTensor t) => t.IsUnsigned ? b : b > 127 ? b - 256 : b;

    private static byte Saturated(double rounded, ProgramTensor t) => unchecked((byte)(int)(t.IsUnsigned ? Math.Clamp(rounded + t.ZeroPoint, 0, 255) : Math.Clamp(rounded + t.ZeroPoint, -128, 127)));

    private static byte[] Product(ProgramOperator op, Dictionary<string, ProgramTensor> tensors, ProgramData data, Dictionary<string, byte[]> values)
    {
        var (x, y) = (tensors[op.Input], tensors[op.Output]);
        var result = new byte[y.Elements];
        for (var g = 0; g < op.Groups; g++)
        {
            for (var m = 0; m < op.Rows; m++)
            {
                for (var k = 0; k < op.Columns; k++)
                {
                    var column = g * op.Columns + k;
                    long sum = op.Stationary is null && data.Arrays.TryGetValue($"{op.Name}.bias", out var bias) ? (long)bias.ToDoubles()[column] : 0;
                    var (weights, scale) = Weights(op, tensors, data, values, column);
                    for (var n = 0; n < op.Reduction; n++)
                    {
                        sum += (long)Moving(op, x, values[op.Input], g, m, n) * weights(g, n, k);
                    }

                    var multiplier = x.Scale!.Value * scale / y.Scale!.Value;
                    result[Position(y, m, column)] = Saturated(Math.Round((double)((int)sum * multiplier), MidpointRounding.ToEven), y);
                }
            }
        }

        return result;
    }

    private static (Func<int, int, int, int> Weight, float Scale) Weights(ProgramOperator op, Dictionary<string, ProgramTensor> tensors, ProgramData data, Dictionary<string, byte[]> values, int column)
    {
        if (op.Stationary is { } name)
        {
            var t = tensors[name];
            return ((g, n, k) => Signed(values[name][op.IsStationaryTransposed ? ((g * op.Columns) + k) * op.Reduction + n : ((g * op.Reduction) + n) * op.Columns + k], t) - t.ZeroPoint, t.Scale!.Value);
        }

        var weights = data.Arrays[$"{op.Name}.weight"].As<sbyte>()!;
        var scales = data.Arrays[$"{op.Name}.weight_scale"].As<float>()!;
        var zero = data.Arrays.TryGetValue($"{op.Name}.weight_zero", out var zeros) ? (int)zeros.ToDoubles()[column] : 0;
        return ((g, n, k) => weights[((g * op.Reduction) + n) * op.Columns + k] - zero, scales[scales.Length == 1 ? 0 : column]);
    }

    private static int Moving(ProgramOperator op, ProgramTensor x, byte[] bytes, int g, int m, int n)
    {
        if (op.Convolution is not { } l)
        {
            return Signed(bytes[x.Features == op.Groups * op.Reduction ? Position(x, m, g * op.Reduction + n) : (g * op.Rows + m) * op.Reduction + n], x) - x.ZeroPoint;
        }

        int c = n / (l.R * l.S), r = n / l.S % l.R, s = n % l.S, image = m / (l.P * l.Q), p = m / l.Q % l.P, q = m % l.Q;
        int h = p * l.StrideHeight + r * l.DilationHeight - l.Padding.Top, w = q * l.StrideWidth + s * l.DilationWidth - l.Padding.Left;
        return h < 0 || h >= l.H || w < 0 || w >= l.W ? 0 : Signed(bytes[((image * x.Shape[1] + g * l.C + c) * l.H + h) * l.W + w], x) - x.ZeroPoint;
    }

    private static int Position(ProgramTensor t, int row, int feature)
    {
        switch (t.Layout)
        {
            case FeatureLayout.Channels:
                var pixels = (int)(t.Elements / t.Shape[0] / t.Shape[1]);
                return (row / pixels * t.Shape[1] + feature) * pixels + row % pixels;
            case FeatureLayout.Groups:
                return (feature / t.Shape[2] * t.Shape[1] + row) * t.Shape[2] + feature % t.Shape[2];
            default:
                return row * t.Shape[^1] + feature;
        }
    }

    private static byte[] Vector(ProgramVector v, Dictionary<string, ProgramTensor> tensors, Dictionary<string, byte[]> values)
    {
        var y = tensors[v.Output];
        var inputs = v.Inputs.Select(i => values[i].Select(b => (Signed(b, tensors[i]) - tensors[i].ZeroPoint) * (double)tensors[i].Scale!.Value).ToArray()).ToArray();
        var x = inputs[0];
        var real = v.Operation switch
        {
            "Relu" => x.Select(a => a > 0 ? a : 0).ToArray(),
            "Sigmoid" => [.. x.Select(a => 1 / (1 + Math.Exp(-a)))],
            "Add" => [.. x.Zip(inputs[1], (a, b) => a + b)],
            "Softmax" => Softmax(x, tensors[v.Inputs[0]].Shape[^1]),
            "Flatten" => x,
            _ => throw new NotSupportedException(v.Operation),
        };
        return [.. real.Select(r => Saturated(Math.Round(r / y.Scale!.Value, MidpointRounding.ToEven), y))];
    }

    private static double[] Softmax(double[] x, int length)
    {
        var result = new double[x.Length];
        for (var start = 0; start < x.Length; start += length)
        {
            var max = x[start..(start + length)].Max();
            double sum = 0;
            for (var i = start; i < start + length; i++)
            {
                sum += Math.Exp(x[i] - max);
            }

            for (var i = start; i < start + length; i++)
            {
                result[i] = Math.Exp(x[i] - max) / sum;
            }
        }

        return result;
    }
}
