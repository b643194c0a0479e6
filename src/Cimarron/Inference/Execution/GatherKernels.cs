using System.Collections.Immutable;

namespace Cimarron.Inference.Execution;

/// <summary>Operators that pick elements by index.</summary>
internal static class GatherKernels
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table) => table.Add("Gather", Gather);

    private static Tensor[] Gather(KernelContext node)
    {
        var shape = node[0].Shape;
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", 0), shape.Length);
        var indices = node[1].IntegerArray;
        var inner = shape.Skip(axis + 1).Aggregate(1, (product, d) => product * d);
        var outer = shape.Take(axis).Aggregate(1, (product, d) => product * d);
        var positions = new int[outer * indices.Length * inner];
        var at = 0;
        for (var o = 0; o < outer; o++)
        {
            foreach (var index in indices)
            {
                var row = index < 0 ? index + shape[axis] : index;
                if (row < 0 || row >= shape[axis])
                {
                    throw new KernelException($"index {index} is outside axis {axis} of [{string.Join(", ", shape)}]");
                }

                for (var i = 0; i < inner; i++)
                {
                    positions[at++] = (((o * shape[axis]) + (int)row) * inner) + i;
                }
            }
        }

        return [Broadcasting.Take(node[0], positions, [.. shape.Take(axis), .. node[1].Shape, .. shape.Skip(axis + 1)])];
    }
}
