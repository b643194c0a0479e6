using System.Collections.Immutable;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Indices of tensors in memory order.</summary>
internal static class Strides
{
    /// <summary>How far apart neighbours of each axis are.</summary>
    public static int[] Of(ImmutableArray<int> shape)
    {
        var strides = new int[shape.Length];
        var stride = 1;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>For each element of a shape, in order, the sum of position times stride over the axes, plus a start.</summary>
    public static int[] Walk(ImmutableArray<int> shape, ReadOnlySpan<int> strides, int start = 0)
    {
        var found = new int[shape.Aggregate(1, (product, d) => checked(product * d))];
        var position = new int[shape.Length];
        var index = start;
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = index;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                index += strides[axis];
                if (++position[axis] < shape[axis])
                {
                    break;
                }

                index -= strides[axis] * shape[axis];
                position[axis] = 0;
            }
        }

        return found;
    }

    /// <summary>For each element of a shape the element of another that is broadcast to it (NumPy's rules), or null if it cannot be.</summary>
    public static int[]? Broadcast(ImmutableArray<int> from, ImmutableArray<int> to)
    {
        if (from.Length > to.Length)
        {
            return null;
        }

        var own = Of(from);
        var strides = new int[to.Length];
        for (var axis = 0; axis < from.Length; axis++)
        {
            var target = axis + to.Length - from.Length;
            if (from[axis] != 1 && from[axis] != to[target])
            {
                return null;
            }

            strides[target] = from[axis] == 1 ? 0 : own[axis];
        }

        return Walk(to, strides);
    }
}
