namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Multidirectional broadcasting.</summary>
internal static class Broadcast
{
    /// <summary>The common shape of several operands; a dimension of 1 stretches.</summary>
    public static TensorShape Shapes(params ReadOnlySpan<TensorShape> shapes)
    {
        var rank = 0;
        foreach (var shape in shapes)
        {
            rank = Math.Max(rank, shape.Rank);
        }

        var dims = new long[rank];
        Array.Fill(dims, 1);
        foreach (var shape in shapes)
        {
            for (var axis = 0; axis < shape.Rank; axis++)
            {
                ref var dim = ref dims[rank - shape.Rank + axis];
                if (shape[axis] != 1 && dim != 1 && dim != shape[axis])
                {
                    throw NodeProblemException.Invalid($"inputs of shapes {string.Join(" and ", shapes.ToArray().AsEnumerable())} cannot be broadcast together");
                }

                dim = dim == 1 ? shape[axis] : dim;
            }
        }

        return new TensorShape(dims);
    }

    /// <summary>The values of a tensor stretched to a shape it broadcasts to.</summary>
    public static ConstantTensor Expand(ConstantTensor value, TensorShape target)
    {
        if (value.Shape.SameAs(target))
        {
            return value;
        }

        var strides = value.Shape.Strides();
        var offset = target.Rank - value.Shape.Rank;
        for (var axis = 0; axis < strides.Length; axis++)
        {
            strides[axis] = value.Shape[axis] == 1 ? 0 : strides[axis];
        }

        return value.Remap(target, index =>
        {
            long at = 0;
            for (var axis = 0; axis < strides.Length; axis++)
            {
                at += index[axis + offset] * strides[axis];
            }

            return at;
        });
    }
}
