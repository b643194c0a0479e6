using System.Collections.Immutable;

namespace Cimarron.Inference.Execution;

/// <summary>Reductions over axes, in double.</summary>
internal static class ReductionKernels
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table)
    {
        table.Add("ReduceSum", n => Reduce(n, 0, (a, v) => a + v, (a, _) => a));
        table.Add("ReduceMean", n => Reduce(n, 0, (a, v) => a + v, (a, count) => a / count));
        table.Add("ReduceMax", n => Reduce(n, double.NegativeInfinity, Math.Max, (a, _) => a));
        table.Add("ReduceMin", n => Reduce(n, double.PositiveInfinity, Math.Min, (a, _) => a));
        table.Add("ReduceProd", n => Reduce(n, 1, (a, v) => a * v, (a, _) => a));
        table.Add("ReduceL1", n => Reduce(n, 0, (a, v) => a + Math.Abs(v), (a, _) => a));
        table.Add("ReduceL2", n => Reduce(n, 0, (a, v) => a + (v * v), (a, _) => Math.Sqrt(a)));
        table.Add("ReduceSumSquare", n => Reduce(n, 0, (a, v) => a + (v * v), (a, _) => a));
        table.Add("ArgMax", ArgMax);
    }

    /// <summary>For every element of a shape, the element of the shape without the reduced axes that it goes to.</summary>
    public static int[] Targets(ImmutableArray<int> shape, Func<int, bool> isReduced)
    {
        var strides = new int[shape.Length];
        var step = 1;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = isReduced(axis) ? 0 : step;
            step *= isReduced(axis) ? 1 : shape[axis];
        }

        return Broadcasting.Positions(shape, strides);
    }

    private static Tensor[] Reduce(KernelContext node, double start, Func<double, double, double> add, Func<double, int, double> finish)
    {
        var shape = node[0].Shape;
        var axes = node.Integers("axes", 1);
        if (axes is null or [] && node.Attributes.Integer("noop_with_empty_axes", 0) != 0)
        {
            return [node[0]];
        }

        var reduced = axes is null or [] ? [.. Enumerable.Range(0, shape.Length)] : axes.Select(a => KernelContext.Axis(a, shape.Length)).ToHashSet();
        var output = node.OutputShape();
        var sums = new double[output.Aggregate(1, (product, d) => product * d)];
        Array.Fill(sums, start);
        var source = node[0];
        var targets = Targets(shape, reduced.Contains);
        for (var i = 0; i < targets.Length; i++)
        {
            sums[targets[i]] = add(sums[targets[i]], source.IsReal ? source.RealArray[i] : source.IntegerArray[i]);
        }

        var count = sums.Length == 0 ? 0 : targets.Length / sums.Length;
        return source.IsReal
            ? [Tensor.Of(Array.ConvertAll(sums, s => (float)finish(s, count)), output)]
            : [Tensor.Of(source.Type, Array.ConvertAll(sums, s => (long)finish(s, count)), output)];
    }

    private static Tensor[] ArgMax(KernelContext node)
    {
        var shape = node[0].Shape;
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", 0), shape.Length);
        var takesLast = node.Attributes.Integer("select_last_index", 0) != 0;
        var source = node[0].ToFloats();
        var output = node.OutputShape();
        var targets = Targets(shape, a => a == axis);
        var best = new float[output.Aggregate(1, (product, d) => product * d)];
        var index = new long[best.Length];
        Array.Fill(index, -1);
        var inner = shape.AsSpan()[(axis + 1)..].ToArray().Aggregate(1, (product, d) => product * d);
        for (var i = 0; i < source.Length; i++)
        {
            var t = targets[i];
            if (index[t] < 0 || source[i] > best[t] || (takesLast && source[i].Equals(best[t])))
            {
                best[t] = source[i];
                index[t] = i / inner % shape[axis];
            }
        }

        return [Tensor.Of(ElementType.Int64, index, output)];
    }
}
