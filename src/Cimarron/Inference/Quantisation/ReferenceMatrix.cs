namespace Cimarron.Inference.Quantisation;

/// <summary>Matrix operators of the reference.</summary>
internal static class ReferenceMatrix
{
    /// <summary>w − w zero, [G, N, K].</summary>
    public static int[] CentredWeights(QuantizedMatrix matrix)
    {
        var result = new int[matrix.Weight.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var column = (i / (matrix.Reduction * matrix.Columns) * matrix.Columns) + (i % matrix.Columns);
            var zero = matrix.WeightZero.Length switch { 0 => 0, 1 => matrix.WeightZero[0], _ => matrix.WeightZero[column] };
            result[i] = matrix.Weight[i] - zero;
        }

        return result;
    }

    /// <summary>w − w zero of a stationary operand that is produced at run time, [G, N, K].</summary>
    public static int[] CentredStationary(QuantizedMatrix matrix, QuantizedTensor tensor, byte[] bytes)
    {
        var (n, k) = (matrix.Reduction, matrix.Columns);
        var result = new int[matrix.Groups * n * k];
        for (var g = 0; g < matrix.Groups; g++)
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < k; j++)
                {
                    var stored = bytes[matrix.IsStationaryTransposed ? (((g * k) + j) * n) + i : (((g * n) + i) * k) + j];
                    result[(((g * n) + i) * k) + j] = tensor.Integer(stored) - tensor.ZeroPoint;
                }
            }
        }

        return result;
    }

    /// <summary>m per column [G·K]: (x scale · w scale) / y scale, every step in single precision.</summary>
    public static float[] Multipliers(QuantizedMatrix matrix, QuantizedTensor input, QuantizedTensor? stationary, QuantizedTensor output)
    {
        var result = new float[matrix.Groups * matrix.Columns];
        for (var i = 0; i < result.Length; i++)
        {
            var scale = stationary?.Scale ?? matrix.WeightScale[matrix.WeightScale.Length == 1 ? 0 : i];
            var product = input.Scale * scale;
            result[i] = product / output.Scale;
        }

        return result;
    }

    /// <summary>Products; the input is [.., N] or [G, M, N], the output [.., K] or [G, M, K].</summary>
    public static void Product(QuantizedMatrix matrix, int[] moving, int[] stationary, float[] multipliers, QuantizedTensor output, byte[] result)
    {
        var (sums, requantiser) = (new ColumnSums(stationary, matrix.Columns), new Requantiser(matrix, output));
        for (var g = 0; g < matrix.Groups; g++)
        {
            for (var row = 0; row < matrix.Rows; row++)
            {
                sums.Start(Bias(matrix, g));
                var at = ((g * matrix.Rows) + row) * matrix.Reduction;
                for (var n = 0; n < matrix.Reduction; n++)
                {
                    sums.Add(moving[at + n], ((g * matrix.Reduction) + n) * matrix.Columns);
                }

                var totals = sums.Totals();
                for (var k = 0; k < matrix.Columns; k++)
                {
                    result[(((g * matrix.Rows) + row) * matrix.Columns) + k] = requantiser.Byte(totals[k], multipliers[(g * matrix.Columns) + k]);
                }
            }
        }
    }

    /// <summary>A convolution, [batch, channels, height, width] to [batch, G·K, P, Q].</summary>
    public static void Convolve(QuantizedMatrix matrix, int batch, int[] moving, int[] stationary, float[] multipliers, QuantizedTensor output, byte[] result)
    {
        var layer = matrix.Convolution!;
        var (sums, requantiser) = (new ColumnSums(stationary, layer.K), new Requantiser(matrix, output));
        for (var image = 0; image < batch; image++)
        {
            for (var g = 0; g < layer.G; g++)
            {
                for (var p = 0; p < layer.P; p++)
                {
                    for (var q = 0; q < layer.Q; q++)
                    {
                        sums.Start(Bias(matrix, g));
                        Window(layer, moving, (image * layer.G) + g, g, p, q, sums);
                        var totals = sums.Totals();
                        for (var k = 0; k < layer.K; k++)
                        {
                            var channel = (g * layer.K) + k;
                            result[(((((image * layer.G * layer.K) + channel) * layer.P) + p) * layer.Q) + q] = requantiser.Byte(totals[k], multipliers[channel]);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Adds the products of one output pixel; what lies in the padding is zero.</summary>
    private static void Window(Workloads.Layer layer, int[] moving, int plane, int g, int p, int q, ColumnSums sums)
    {
        var (top, left) = ((p * layer.StrideHeight) - layer.Padding.Top, (q * layer.StrideWidth) - layer.Padding.Left);
        var (kernel, step, width, columns) = (layer.S, layer.DilationWidth, layer.W, layer.K);
        for (var line = 0; line < layer.C * layer.R; line++)
        {
            var y = top + (line % layer.R * layer.DilationHeight);
            if (y < 0 || y >= layer.H)
            {
                continue;
            }

            var from = ((((plane * layer.C) + (line / layer.R)) * layer.H) + y) * width;
            var row = ((g * layer.C * layer.R) + line) * kernel * columns;
            for (var (s, x) = (0, left); s < kernel && x < width; (s, x) = (s + 1, x + step))
            {
                if (x >= 0)
                {
                    sums.Add(moving[from + x], row + (s * columns));
                }
            }
        }
    }

    private static ReadOnlySpan<int> Bias(QuantizedMatrix matrix, int group) => matrix.Bias.IsEmpty ? [] : matrix.Bias.AsSpan().Slice(group * matrix.Columns, matrix.Columns);

    /// <summary>Makes bytes of sums.</summary>
    private readonly struct Requantiser(QuantizedMatrix matrix, QuantizedTensor output)
    {
        private readonly double zero = output.ZeroPoint;
        private readonly double lowest = output.Lowest;
        private readonly double highest = output.Highest;

        public byte Byte(long sum, float multiplier)
        {
            if (sum is < int.MinValue or > int.MaxValue)
            {
                throw new DiagnosticException(Diagnostic.Error("CIM0852", $"a sum of {sum} does not fit 32 bits", field: $"node '{matrix.Name}'"));
            }

            var rounded = MathF.Round((int)sum * multiplier, MidpointRounding.ToEven);
            return unchecked((byte)(int)Math.Clamp(rounded + zero, lowest, highest));
        }
    }
}
