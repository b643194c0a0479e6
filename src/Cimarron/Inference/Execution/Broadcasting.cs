using System.Collections.Immutable;

namespace Cimarron.Inference.Execution;

/// <summary>NumPy broadcasting.</summary>
internal static class Broadcasting
{
    /// <summary>The common shape of two operands.</summary>
    public static ImmutableArray<int> Shape(ImmutableArray<int> left, ImmutableArray<int> right)
    {
        var rank = Math.Max(left.Length, right.Length);
        var shape = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var l = axis < rank - left.Length ? 1 : left[axis - rank + left.Length];
            var r = axis < rank - right.Length ? 1 : right[axis - rank + right.Length];
            shape[axis] = l == r || r == 1 ? l : l == 1 ? r : throw new KernelException($"[{string.Join(", ", left)}] and [{string.Join(", ", right)}] cannot be broadcast together");
        }

        return [.. shape];
    }

    /// <summary>For every element of the result, the position of the element of an operand; null when they are the same.</summary>
    public static int[]? Map(ImmutableArray<int> from, ImmutableArray<int> to)
    {
        if (from.AsSpan().SequenceEqual(to.AsSpan()))
        {
            return null;
        }

        var strides = new int[to.Length];
        var step = 1;
        for (var axis = from.Length - 1; axis >= 0; axis--)
        {
            strides[axis + to.Length - from.Length] = from[axis] == 1 ? 0 : step;
            step *= from[axis];
        }

        return Positions(to, strides);
    }

    /// <summary>The positions that an odometer over a shape visits with given strides.</summary>
    public static int[] Positions(ImmutableArray<int> shape, int[] strides, int offset = 0)
    {
        var positions = new int[shape.Aggregate(1, (product, d) => checked(product * d))];
        var index = new int[shape.Length];
        var at = offset;
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = at;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                at -= strides[axis] * index[axis];
                index[axis] = 0;
            }
        }

        return positions;
    }

    /// <summary>Row-major strides.</summary>
    public static int[] Strides(ImmutableArray<int> shape)
    {
        var strides = new int[shape.Length];
        var step = 1;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= Math.Max(1, shape[axis]);
        }

        return strides;
    }

    /// <summary>The elements at given positions, in another shape.</summary>
    public static Tensor Take(Tensor source, int[] positions, ImmutableArray<int> shape) => source.IsReal
        ? Tensor.Of(Array.ConvertAll(positions, p => source.RealArray[p]), shape)
        : Tensor.Of(source.Type, Array.ConvertAll(positions, p => source.IntegerArray[p]), shape);

    /// <summary>The elements at given positions, or a fill value where the position is negative.</summary>
    public static Tensor TakeOr(Tensor source, int[] positions, ImmutableArray<int> shape, Tensor? fill) => source.IsReal
        ? Tensor.Of(Array.ConvertAll(positions, p => p < 0 ? fill is { Count: > 0 } ? fill.ToFloats()[0] : 0 : source.RealArray[p]), shape)
        : Tensor.Of(source.Type, Array.ConvertAll(positions, p => p < 0 ? fill is { Count: > 0 } ? fill.ToIntegers()[0] : 0 : source.IntegerArray[p]), shape);
}
