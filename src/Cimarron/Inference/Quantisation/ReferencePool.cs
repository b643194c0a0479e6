namespace Cimarron.Inference.Quantisation;

/// <summary>Pooling and means of the reference.</summary>
internal static class ReferencePool
{
    /// <summary>The real output.</summary>
    public static RealArray Compute(VectorArguments a) => a.Node.Operation switch
    {
        "MaxPool" => Pool(a, isMax: true),
        "AveragePool" => Pool(a, isMax: false),
        "GlobalMaxPool" => Reduce(a, axis => axis >= 2, double.NegativeInfinity, Math.Max, isMean: false),
        "GlobalAveragePool" => Reduce(a, axis => axis >= 2, 0, (sum, x) => sum + x, isMean: true),
        _ => Reduce(a, a.Integers("axes").Contains, 0, (sum, x) => sum + x, isMean: true),
    };

    private static RealArray Reduce(VectorArguments a, Func<int, bool> isReduced, double start, Func<double, double, double> add, bool isMean)
    {
        var result = RealArray.Zeros(a.Output.Shape);
        Array.Fill(result.Values, start);
        var counts = new int[result.Values.Length];
        for (var i = 0; i < a.First.Values.Length; i++)
        {
            var index = a.First.Index(i);
            var target = 0;
            for (var axis = 0; axis < index.Length; axis++)
            {
                target = isReduced(axis) ? target : (target * a.First.Shape[axis]) + index[axis];
            }

            result.Values[target] = add(result.Values[target], a.First.Values[i]);
            counts[target]++;
        }

        return isMean ? result with { Values = [.. result.Values.Select((v, i) => v / counts[i])] } : result;
    }

    private static RealArray Pool(VectorArguments a, bool isMax)
    {
        var kernel = a.Integers("kernel_shape");
        var rank = kernel.Length;
        var (strides, dilations, pads) = (a.Integers("strides", 1, rank), a.Integers("dilations", 1, rank), a.Integers("pads", 0, 2 * rank));
        var includesPads = a.Integer("count_include_pad", 0) != 0;
        var taps = kernel.Aggregate(1, (product, k) => product * k);
        return RealArray.From(a.Output.Shape, index =>
        {
            var (best, sum, count) = (double.NegativeInfinity, 0.0, 0);
            var source = (int[])index.Clone();
            for (var tap = 0; tap < taps; tap++)
            {
                var (isInside, isPadded) = (true, true);
                for (var (axis, rest) = (rank - 1, tap); axis >= 0; rest /= kernel[axis], axis--)
                {
                    var at = (index[axis + 2] * strides[axis]) + (rest % kernel[axis] * dilations[axis]) - pads[axis];
                    source[axis + 2] = at;
                    isInside &= at >= 0 && at < a.First.Shape[axis + 2];
                    isPadded &= at >= -pads[axis] && at < a.First.Shape[axis + 2] + pads[axis + rank];
                }

                var x = isInside ? a.First.At(source) : 0;
                best = isInside ? Math.Max(best, x) : best;
                sum += x;
                count += isInside || (includesPads && isPadded) ? 1 : 0;
            }

            return isMax ? best : sum / count;
        });
    }
}
