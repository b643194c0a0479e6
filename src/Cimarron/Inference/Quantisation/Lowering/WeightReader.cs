using Cimarron.Inference.Execution;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Brings weights into the order [G, N, K].</summary>
/// <param name="Groups">G.</param>
/// <param name="Reduction">N.</param>
/// <param name="Columns">K.</param>
/// <param name="Source">Position of the weight of (g, n, k) in the model's tensor.</param>
internal sealed record WeightReader(int Groups, int Reduction, int Columns, Func<int, int, int, int> Source)
{
    /// <summary>Real weights.</summary>
    public float[] Real(Tensor values, float factor = 1)
    {
        var source = values.ToFloats();
        return Arrange(at => source[at] * factor);
    }

    /// <summary>Integer weights; unsigned ones become signed with their zero points.</summary>
    public FlowWeight Stored(Tensor values, Tensor scale, Tensor? zero, float factor = 1)
    {
        if (values.Type is not (ElementType.Int8 or ElementType.UInt8))
        {
            throw new KernelException($"weights of type {values.Type} are not supported; expected 8 bits");
        }

        var columns = Groups * Columns;
        if ((scale.Count != 1 && scale.Count != columns) || (zero is not null && zero.Count != 1 && zero.Count != columns))
        {
            throw new KernelException($"{scale.Count} scales and {zero?.Count ?? 0} zero points of weights do not fit {columns} columns");
        }

        var shift = values.Type == ElementType.UInt8 ? 128 : 0;
        var source = values.IntegerArray;
        var zeros = (zero?.IntegerArray ?? [0]).Select(z => (int)z - shift).ToArray();
        var scales = Array.ConvertAll(scale.ToFloats(), s => s * factor);
        return scales.All(s => s > 0 && float.IsFinite(s))
            ? new FlowWeight(Arrange(at => (sbyte)(source[at] - shift)), scales, zeros.All(z => z == 0) ? [] : zeros)
            : throw new KernelException("scales of weights must be positive");
    }

    private T[] Arrange<T>(Func<int, T> value)
    {
        var result = new T[checked(Groups * Reduction * Columns)];
        var at = 0;
        for (var g = 0; g < Groups; g++)
        {
            for (var n = 0; n < Reduction; n++)
            {
                for (var k = 0; k < Columns; k++)
                {
                    result[at++] = value(Source(g, n, k));
                }
            }
        }

        return result;
    }
}
