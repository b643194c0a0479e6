using System.Collections.Immutable;

namespace Cimarron.Inference.Quantisation;

/// <summary>Real values while the reference computes with them.</summary>
/// <param name="Shape">Dimensions.</param>
/// <param name="Values">Elements, row-major.</param>
internal sealed record RealArray(ImmutableArray<int> Shape, double[] Values)
{
    /// <summary>Zeros.</summary>
    public static RealArray Zeros(ImmutableArray<int> shape) => new(shape, new double[shape.Aggregate(1, (product, d) => product * d)]);

    /// <summary>The indices of an element.</summary>
    public int[] Index(int flat)
    {
        var index = new int[Shape.Length];
        for (var axis = Shape.Length - 1; axis >= 0; axis--)
        {
            index[axis] = flat % Shape[axis];
            flat /= Shape[axis];
        }

        return index;
    }

    /// <summary>The element at indices of a shape it broadcasts to.</summary>
    public double At(ReadOnlySpan<int> index)
    {
        var flat = 0;
        for (var axis = 0; axis < Shape.Length; axis++)
        {
            var i = index[axis + index.Length - Shape.Length];
            flat = (flat * Shape[axis]) + (Shape[axis] == 1 ? 0 : i);
        }

        return Values[flat];
    }

    /// <summary>Every element by a function of its indices.</summary>
    public static RealArray From(ImmutableArray<int> shape, Func<int[], double> value)
    {
        var result = Zeros(shape);
        for (var i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = value(result.Index(i));
        }

        return result;
    }
}
