using Cimarron.Workloads.Onnx.Operators;

namespace Cimarron.Inference.Execution;

/// <summary>Pooling; averages sum in double. One or two spatial axes.</summary>
internal static class PoolKernels
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table)
    {
        table.Add("MaxPool", n => Pool(n, isMax: true));
        table.Add("AveragePool", n => Pool(n, isMax: false));
        table.Add("GlobalAveragePool", n => Global(n, v => (float)(v.ToArray().Sum(x => (double)x) / v.Length)));
        table.Add("GlobalMaxPool", n => Global(n, v => v.ToArray().Max()));
    }

    private static Tensor[] Global(KernelContext node, Func<ReadOnlyMemory<float>, float> reduce)
    {
        var shape = node[0].Shape;
        var source = node.Reals(0).AsMemory();
        var result = new float[shape[0] * shape[1]];
        var inner = source.Length / result.Length;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = reduce(source.Slice(i * inner, inner));
        }

        return [Tensor.Of(result, node.OutputShape())];
    }

    private static Tensor[] Pool(KernelContext node, bool isMax)
    {
        var shape = node[0].Shape;
        if (shape.Length is < 3 or > 4)
        {
            throw new KernelException("only one or two spatial axes are supported");
        }

        var window = node.Window(shape[2..], node.Attributes.Integers("kernel_shape")!);
        var is2D = shape.Length == 4;
        var (height, width) = (shape[2], is2D ? shape[3] : 1);
        var (rows, columns) = ((int)window.Output[0], is2D ? (int)window.Output[1] : 1);
        var vertical = new PoolAxis(window, 0, height);
        var horizontal = is2D ? new PoolAxis(window, 1, width) : PoolAxis.Flat;
        var includesPads = node.Attributes.Integer("count_include_pad", 0) != 0;
        var source = node.Reals(0);
        var result = new float[shape[0] * shape[1] * rows * columns];
        var at = 0;
        for (var plane = 0; plane < shape[0] * shape[1]; plane++)
        {
            var image = source.AsSpan(plane * height * width, height * width);
            for (var p = 0; p < rows; p++)
            {
                for (var q = 0; q < columns; q++)
                {
                    result[at++] = isMax ? Max(image, width, vertical, horizontal, p, q) : Average(image, width, vertical, horizontal, p, q, includesPads);
                }
            }
        }

        return [Tensor.Of(result, node.OutputShape())];
    }

    private static float Max(ReadOnlySpan<float> image, int width, PoolAxis vertical, PoolAxis horizontal, int p, int q)
    {
        var max = float.NegativeInfinity;
        for (var r = 0; r < vertical.Taps; r++)
        {
            for (var s = 0; s < horizontal.Taps; s++)
            {
                var (y, x) = (vertical.At(p, r), horizontal.At(q, s));
                if (vertical.IsInside(y) && horizontal.IsInside(x))
                {
                    max = Math.Max(max, image[(y * width) + x]);
                }
            }
        }

        return max;
    }

    private static float Average(ReadOnlySpan<float> image, int width, PoolAxis vertical, PoolAxis horizontal, int p, int q, bool includesPads)
    {
        double sum = 0;
        var count = 0;
        for (var r = 0; r < vertical.Taps; r++)
        {
            for (var s = 0; s < horizontal.Taps; s++)
            {
                var (y, x) = (vertical.At(p, r), horizontal.At(q, s));
                var isInside = vertical.IsInside(y) && horizontal.IsInside(x);
                sum += isInside ? image[(y * width) + x] : 0;

                // Taps in the padding count when asked for; those that rounding up pushes beyond it never do.
                count += isInside || (includesPads && vertical.IsPadded(y) && horizontal.IsPadded(x)) ? 1 : 0;
            }
        }

        return (float)(sum / count);
    }
}
