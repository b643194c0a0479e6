namespace Cimarron.Inference.Quantisation;

/// <summary>Softmax and normalisations of the reference.</summary>
internal static class ReferenceNorm
{
    /// <summary>The real output.</summary>
    public static RealArray Compute(VectorArguments a) => a.Node.Operation switch
    {
        "Softmax" => Rows(a, a.Integer("axis", -1), isOneAxis: true, row =>
        {
            var max = row.Max();
            var exponentials = Array.ConvertAll(row, x => Math.Exp(x - max));
            var sum = Sum(exponentials);
            return Array.ConvertAll(exponentials, e => e / sum);
        }),
        "BatchNormalization" => Batch(a),
        "LayerNormalization" => Scaled(a, Rows(a, a.Integer("axis", -1), isOneAxis: false, row => Normalised(row, Sum(row) / row.Length, a.Number("epsilon", 1e-5)))),
        _ => Scaled(a, Rows(a, a.Integer("axis", -1), isOneAxis: false, row => Normalised(row, 0, a.Number("epsilon", 1e-5)))),
    };

    private static double Sum(double[] values)
    {
        double sum = 0;
        foreach (var v in values)
        {
            sum += v;
        }

        return sum;
    }

    private static double[] Normalised(double[] row, double mean, double epsilon)
    {
        var variance = Sum(Array.ConvertAll(row, x => (x - mean) * (x - mean))) / row.Length;
        var deviation = Math.Sqrt(variance + epsilon);
        return Array.ConvertAll(row, x => (x - mean) / deviation);
    }

    private static RealArray Scaled(VectorArguments a, RealArray normal)
    {
        var (scale, bias) = (a.Constant("scale"), a.Constant("bias"));
        return RealArray.From(normal.Shape, index => (normal.At(index) * (scale?.At(index) ?? 1)) + (bias?.At(index) ?? 0));
    }

    private static RealArray Batch(VectorArguments a)
    {
        var (scale, bias, mean, variance) = (a.Constant("scale")!, a.Constant("bias")!, a.Constant("mean")!, a.Constant("var")!);
        var epsilon = a.Number("epsilon", 1e-5);
        return RealArray.From(a.First.Shape, index =>
        {
            var c = index[1];
            return ((a.First.At(index) - mean.Values[c]) / Math.Sqrt(variance.Values[c] + epsilon) * scale.Values[c]) + bias.Values[c];
        });
    }

    /// <summary>Applies a function to every row along one axis, or along an axis and all behind it.</summary>
    private static RealArray Rows(VectorArguments a, int axis, bool isOneAxis, Func<double[], double[]> function)
    {
        var shape = a.First.Shape;
        var from = axis < 0 ? axis + shape.Length : axis;
        var behind = shape.Skip(from + 1).Aggregate(1, (product, d) => product * d);
        var (count, step) = isOneAxis ? (shape[from], behind) : (shape[from] * behind, 1);
        var result = RealArray.Zeros(shape);
        for (var block = 0; block < a.First.Values.Length; block += count * step)
        {
            for (var start = block; start < block + step; start++)
            {
                var row = new double[count];
                for (var i = 0; i < count; i++)
                {
                    row[i] = a.First.Values[start + (i * step)];
                }

                row = function(row);
                for (var i = 0; i < count; i++)
                {
                    result.Values[start + (i * step)] = row[i];
                }
            }
        }

        return result;
    }
}
