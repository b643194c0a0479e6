using System.Collections.Immutable;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Rounds real weights and biases to integers.</summary>
internal static class WeightRounding
{
    /// <summary>Weights as −127…127 with one scale per column, or one for all.</summary>
    public static FlowWeight Round(FlowMatrix matrix, float inputScale, bool isPerChannel)
    {
        var weight = matrix.Weight!;
        var columns = matrix.Groups * matrix.Columns;
        var perGroup = matrix.Reduction * matrix.Columns;
        int ColumnOf(int i) => (i / perGroup * matrix.Columns) + (i % matrix.Columns);
        var largest = new float[columns];
        for (var i = 0; i < weight.Length; i++)
        {
            largest[ColumnOf(i)] = Math.Max(largest[ColumnOf(i)], Math.Abs(weight[i]));
        }

        var scales = largest.Select((max, k) => Scale(max, Math.Abs(matrix.Bias?[k] ?? 0), inputScale)).ToArray();
        scales = isPerChannel ? scales : [scales.Max()];
        var values = new sbyte[weight.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var scale = scales[isPerChannel ? ColumnOf(i) : 0];
            values[i] = (sbyte)Math.Clamp(Math.Round((double)weight[i] / scale, MidpointRounding.ToEven), -127, 127);
        }

        return new FlowWeight(values, scales, []);
    }

    /// <summary>Bias in units of x scale · w scale; empty when there is none.</summary>
    /// <exception cref="DiagnosticException">A bias does not fit 32 bits at the scale that the model states.</exception>
    public static ImmutableArray<int> Bias(FlowNode node, float inputScale, float[] scales)
    {
        var matrix = node.Matrix!;
        float Unit(int k) => inputScale * scales[scales.Length == 1 ? 0 : k];
        if (matrix.StoredBias is { } stored && (matrix.StoredBiasScale is not { } stated
            || Enumerable.Range(0, stored.Length).All(k => Math.Abs(stated[stated.Length == 1 ? 0 : k] - Unit(k)) <= 1e-6f * Unit(k))))
        {
            return [.. stored];
        }

        if (matrix.Bias is not { } bias)
        {
            return [];
        }

        return [.. bias.Select((b, k) => Math.Abs(b / Unit(k)) <= int.MaxValue
            ? (int)Math.Round(b / Unit(k), MidpointRounding.ToEven)
            : throw new DiagnosticException(Diagnostic.Error("CIM0856", $"the bias {b} of column {k} does not fit 32 bits at scale {Unit(k)}", field: $"node '{node.Name}'")))];
    }

    /// <summary>
    /// The largest weight becomes 127. A bias that is much larger than the weights asks for a coarser scale so that it fits 32 bits with room for the sum; weights that are all 0
    /// take a scale fine enough for their bias.
    /// </summary>
    private static float Scale(float largest, double bias, float inputScale)
    {
        var scale = Math.Max(largest / 127, (float)(bias / inputScale / (1 << 30)));
        scale = largest > 0 || bias == 0 ? scale : (float)(bias / inputScale / (1 << 24));
        return float.IsNormal(scale) && float.IsNormal(scale * inputScale) ? scale : 1;
    }
}
