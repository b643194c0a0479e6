using System.Collections.Immutable;

namespace Cimarron.Inference.Execution;

/// <summary>Softmax and normalisations; sums in double.</summary>
internal static class NormalisationKernels
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table)
    {
        table.Add("Softmax", n => Softmax(n, isLogarithmic: false));
        table.Add("LogSoftmax", n => Softmax(n, isLogarithmic: true));
        table.Add("LayerNormalization", n => Layer(n, isCentred: true, defaultAxis: -1));
        table.Add("RMSNormalization", n => Layer(n, isCentred: false, defaultAxis: -1));
        table.Add("SimplifiedLayerNormalization", n => Layer(n, isCentred: false, defaultAxis: -1));
        table.Add("com.microsoft:SimplifiedLayerNormalization", n => Layer(n, isCentred: false, defaultAxis: -1));
        table.Add("BatchNormalization", Batch);
        table.Add("InstanceNormalization", n => Groups(n, n[0].Shape[1], perGroup: false));
        table.Add("GroupNormalization", n => Groups(n, (int)n.Attributes.Integer("num_groups", 1), perGroup: n.Opset < 21));
        table.Add("LRN", LocalResponse);
    }

    private static Tensor[] Softmax(KernelContext node, bool isLogarithmic)
    {
        var shape = node[0].Shape;

        // Before operator set 13 everything from the axis on is one row.
        var isFlat = node.Opset < 13;
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", isFlat ? 1 : -1), shape.Length);
        var count = isFlat ? Product(shape, axis, shape.Length) : shape[axis];
        var inner = isFlat ? 1 : Product(shape, axis + 1, shape.Length);
        var source = node.Reals(0);
        var result = new float[source.Length];
        for (var outer = 0; outer < source.Length; outer += count * inner)
        {
            for (var i = 0; i < inner; i++)
            {
                Row(source, result, outer + i, count, inner, isLogarithmic);
            }
        }

        return [Tensor.Of(result, shape)];
    }

    private static void Row(float[] source, float[] result, int start, int count, int step, bool isLogarithmic)
    {
        var max = float.NegativeInfinity;
        for (var i = 0; i < count; i++)
        {
            max = Math.Max(max, source[start + (i * step)]);
        }

        double sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += Math.Exp((double)source[start + (i * step)] - max);
        }

        for (var i = 0; i < count; i++)
        {
            var x = (double)source[start + (i * step)] - max;
            result[start + (i * step)] = (float)(isLogarithmic ? x - Math.Log(sum) : Math.Exp(x) / sum);
        }
    }

    private static Tensor[] Layer(KernelContext node, bool isCentred, long defaultAxis)
    {
        var shape = node[0].Shape;
        var axis = KernelContext.Axis(node.Attributes.Integer("axis", defaultAxis), shape.Length);
        var count = Product(shape, axis, shape.Length);
        var epsilon = node.Attributes.Real("epsilon", 1e-5f);
        var source = node.Reals(0);
        var scale = Stretched(node[1], shape[axis..]);
        var bias = node.Optional(2) is { } b ? Stretched(b, shape[axis..]) : null;
        var result = new float[source.Length];
        for (var start = 0; start < source.Length; start += count)
        {
            var row = source.AsSpan(start, count);
            var (mean, deviation) = Statistics(row, epsilon, isCentred);
            for (var i = 0; i < count; i++)
            {
                result[start + i] = (float)(((row[i] - mean) / deviation * scale[i]) + (bias?[i] ?? 0));
            }
        }

        return [Tensor.Of(result, shape)];
    }

    private static float[] Stretched(Tensor tensor, ImmutableArray<int> shape) =>
        Broadcasting.Map(tensor.Shape, shape) is { } map ? Broadcasting.Take(tensor, map, shape).RealArray : tensor.RealArray;

    private static (double Mean, double Deviation) Statistics(ReadOnlySpan<float> row, double epsilon, bool isCentred)
    {
        double mean = 0;
        foreach (var v in row)
        {
            mean += v;
        }

        mean = isCentred ? mean / row.Length : 0;
        double square = 0;
        foreach (var v in row)
        {
            square += (v - mean) * (v - mean);
        }

        return (mean, Math.Sqrt((square / row.Length) + epsilon));
    }

    private static Tensor[] Batch(KernelContext node)
    {
        if (node.Attributes.Integer("training_mode", 0) != 0)
        {
            throw new KernelException("training mode is not supported");
        }

        var shape = node[0].Shape;
        var epsilon = node.Attributes.Real("epsilon", 1e-5f);
        var (scale, bias, mean, variance) = (node.Reals(1), node.Reals(2), node.Reals(3), node.Reals(4));
        var inner = Product(shape, 2, shape.Length);
        var source = node.Reals(0);
        var result = new float[source.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var c = i / inner % shape[1];
            result[i] = (float)(((source[i] - mean[c]) / Math.Sqrt((double)variance[c] + epsilon) * scale[c]) + bias[c]);
        }

        return [Tensor.Of(result, shape)];
    }

    private static Tensor[] Groups(KernelContext node, int groups, bool perGroup)
    {
        var shape = node[0].Shape;
        var source = node.Reals(0);
        var (scale, bias) = (node.Reals(1), node.Reals(2));
        var epsilon = node.Attributes.Real("epsilon", 1e-5f);
        var channels = shape[1] / groups;
        var inner = Product(shape, 2, shape.Length);
        var count = channels * inner;
        var result = new float[source.Length];
        for (var start = 0; start < source.Length; start += count)
        {
            var (mean, deviation) = Statistics(source.AsSpan(start, count), epsilon, isCentred: true);
            for (var i = start; i < start + count; i++)
            {
                var channel = perGroup ? i / count % groups : i / inner % shape[1];
                result[i] = (float)(((source[i] - mean) / deviation * scale[channel]) + bias[channel]);
            }
        }

        return [Tensor.Of(result, shape)];
    }

    private static Tensor[] LocalResponse(KernelContext node)
    {
        var shape = node[0].Shape;
        var source = node.Reals(0);
        var size = (int)node.Attributes.Integer("size", 1);
        var (alpha, beta, bias) = (node.Attributes.Real("alpha", 1e-4f), node.Attributes.Real("beta", 0.75f), node.Attributes.Real("bias", 1));
        var inner = Product(shape, 2, shape.Length);
        var result = new float[source.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var channel = i / inner % shape[1];
            double sum = 0;
            for (var c = Math.Max(0, channel - ((size - 1) / 2)); c <= Math.Min(shape[1] - 1, channel + (size / 2)); c++)
            {
                var v = (double)source[i + ((c - channel) * inner)];
                sum += v * v;
            }

            result[i] = (float)(source[i] / Math.Pow(bias + (alpha / size * sum), beta));
        }

        return [Tensor.Of(result, shape)];
    }

    private static int Product(ImmutableArray<int> shape, int from, int to)
    {
        var product = 1;
        for (var axis = from; axis < to; axis++)
        {
            product *= shape[axis];
        }

        return product;
    }
}
