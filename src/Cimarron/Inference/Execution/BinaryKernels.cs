namespace Cimarron.Inference.Execution;

/// <summary>Operators of several operands, element by element with broadcasting.</summary>
internal static class BinaryKernels
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table)
    {
        table.Add("Add", n => Fold(n, (a, b) => a + b, (a, b) => a + b));
        table.Add("Sub", n => Fold(n, (a, b) => a - b, (a, b) => a - b));
        table.Add("Mul", n => Fold(n, (a, b) => a * b, (a, b) => a * b));
        table.Add("Div", n => Fold(n, (a, b) => a / b, (a, b) => a / b));
        table.Add("Pow", n => Fold(n, Power, (a, b) => (long)Math.Pow(a, b)));
        table.Add("Min", n => Fold(n, Math.Min, Math.Min));
        table.Add("Max", n => Fold(n, Math.Max, Math.Max));
        table.Add("Sum", n => Fold(n, (a, b) => a + b, (a, b) => a + b));
        table.Add("Mean", n => [Tensor.Of(Array.ConvertAll(Fold(n, (a, b) => a + b, (a, b) => a + b)[0].RealArray, v => v / n.InputCount), n.OutputShape())]);
        table.Add("PRelu", n => Fold(n, (a, b) => a < 0 ? a * b : a, (a, b) => a < 0 ? a * b : a));
        table.Add("Equal", n => Compare(n, (a, b) => a == b));
        table.Add("Less", n => Compare(n, (a, b) => a < b));
        table.Add("LessOrEqual", n => Compare(n, (a, b) => a <= b));
        table.Add("Greater", n => Compare(n, (a, b) => a > b));
        table.Add("GreaterOrEqual", n => Compare(n, (a, b) => a >= b));
        table.Add("And", n => Compare(n, (a, b) => a != 0 && b != 0));
        table.Add("Or", n => Compare(n, (a, b) => a != 0 || b != 0));
        table.Add("Where", Where);
    }

    /// <summary>The real result of an operator of two operands.</summary>
    public static Tensor Apply(Tensor left, Tensor right, Func<float, float, float> function)
    {
        var shape = Broadcasting.Shape(left.Shape, right.Shape);
        var l = Broadcasting.Map(left.Shape, shape);
        var r = Broadcasting.Map(right.Shape, shape);
        var (a, b) = (left.RealArray, right.RealArray);
        var result = new float[shape.Aggregate(1, (product, d) => checked(product * d))];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = function(a[l is null ? i : l[i]], b[r is null ? i : r[i]]);
        }

        return Tensor.Of(result, shape);
    }

    private static float Power(float a, float b) => b == 2 ? a * a : b == 0.5f ? MathF.Sqrt(a) : MathF.Pow(a, b);

    private static Tensor[] Fold(KernelContext node, Func<float, float, float> real, Func<long, long, long> integer)
    {
        var result = node[0];
        for (var i = 1; i < node.InputCount; i++)
        {
            var right = node[i];

            // Pow alone may mix types; its result has the type of the base.
            right = result.IsReal && !right.IsReal ? Tensor.Of(right.ToFloats(), right.Shape) : right;
            result = result.IsReal ? Apply(result, right, real) : ApplyIntegers(result, right, integer, result.Type);
        }

        return [result];
    }

    private static Tensor ApplyIntegers(Tensor left, Tensor right, Func<long, long, long> function, ElementType type)
    {
        var shape = Broadcasting.Shape(left.Shape, right.Shape);
        var l = Broadcasting.Map(left.Shape, shape);
        var r = Broadcasting.Map(right.Shape, shape);
        var (a, b) = (left.ToIntegers(), right.ToIntegers());
        var result = new long[shape.Aggregate(1, (product, d) => checked(product * d))];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = type.Wrap(function(a[l is null ? i : l[i]], b[r is null ? i : r[i]]));
        }

        return Tensor.Of(type, result, shape);
    }

    private static Tensor[] Compare(KernelContext node, Func<double, double, bool> function)
    {
        var shape = Broadcasting.Shape(node[0].Shape, node[1].Shape);
        var l = Broadcasting.Map(node[0].Shape, shape);
        var r = Broadcasting.Map(node[1].Shape, shape);
        double At(Tensor tensor, int i) => tensor.IsReal ? tensor.RealArray[i] : tensor.IntegerArray[i];
        var count = shape.Aggregate(1, (product, d) => checked(product * d));
        return [Tensor.Of(ElementType.Bool, [.. Enumerable.Range(0, count).Select(i => function(At(node[0], l is null ? i : l[i]), At(node[1], r is null ? i : r[i])) ? 1L : 0L)], shape)];
    }

    private static Tensor[] Where(KernelContext node)
    {
        var shape = Broadcasting.Shape(node[0].Shape, Broadcasting.Shape(node[1].Shape, node[2].Shape));
        var condition = Stretch(node[0], shape).ToIntegers();
        var yes = Stretch(node[1], shape);
        var no = Stretch(node[2], shape);
        return yes.IsReal
            ? [Tensor.Of([.. condition.Select((c, i) => (c != 0 ? yes : no).RealArray[i])], shape)]
            : [Tensor.Of(yes.Type, [.. condition.Select((c, i) => (c != 0 ? yes : no).IntegerArray[i])], shape)];
    }

    private static Tensor Stretch(Tensor tensor, System.Collections.Immutable.ImmutableArray<int> shape) =>
        Broadcasting.Map(tensor.Shape, shape) is { } map ? Broadcasting.Take(tensor, map, shape) : tensor;
}
