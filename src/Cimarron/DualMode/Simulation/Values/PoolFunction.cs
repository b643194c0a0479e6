namespace Cimarron.DualMode.Simulation.Values;

/// <summary>MaxPool and AveragePool over the last two axes of four.</summary>
internal sealed class PoolFunction : IVectorFunction
{
    private readonly VectorRequest request;
    private readonly bool isMaximum;
    private readonly bool countsPadding;
    private readonly double[] reals;
    private readonly int[] kernel;
    private readonly int[] strides;
    private readonly int[] pads;
    private readonly int[] dilations;

    public PoolFunction(VectorRequest request, bool isMaximum)
    {
        (this.request, this.isMaximum) = (request, isMaximum);
        request.RequireInputs(1);
        var (from, to) = (request.Inputs[0].Shape, request.Output.Shape);
        request.Require(from.Length == 4 && to.Length == 4 && from[0] == to[0] && from[1] == to[1], "pooling is over the last two of four dimensions");
        kernel = Of("kernel_shape", 2, 0) is [> 0, > 0] k ? k : Of("kernel", 2, 0);
        strides = Of("strides", 2, 1);
        pads = Of("pads", 4, 0);
        dilations = Of("dilations", 2, 1);
        request.Require(kernel.All(x => x >= 1) && strides.All(x => x >= 1) && dilations.All(x => x >= 1) && pads.All(x => x >= 0), "kernel, strides and dilations are at least 1, pads at least 0");
        countsPadding = request.Integer("count_include_pad", 0) != 0;
        for (var axis = 0; axis < 2; axis++)
        {
            var expected = Windows(axis, from[axis + 2], request.Integer("ceil_mode", 0) != 0);
            request.Require(expected == to[axis + 2], $"the output would have {expected} elements along axis {axis + 2}, it is declared with {to[axis + 2]}");
        }

        reals = Quantised.Reals(request.Inputs[0]);
    }

    public void Run(byte[][] inputs, byte[] output)
    {
        var (from, to) = (request.Inputs[0].Shape, request.Output.Shape);
        var size = from[2] * from[3];
        var at = 0;
        for (var plane = 0; plane < from[0] * from[1]; plane++)
        {
            var image = inputs[0].AsSpan(plane * size, size);
            for (var p = 0; p < to[2]; p++)
            {
                for (var q = 0; q < to[3]; q++)
                {
                    output[at++] = Quantised.Element(Window(image, from[2], from[3], (p * strides[0]) - pads[0], (q * strides[1]) - pads[1]), request.Output);
                }
            }
        }
    }

    private int[] Of(string name, int count, int fallback)
    {
        var list = request.Integers(name) ?? [.. Enumerable.Repeat(fallback, count)];
        request.Require(list.Length == count, $"the attribute '{name}' holds {count} numbers");
        return list;
    }

    /// <summary>Windows along an axis; with rounding up, none that starts in the padding at the end.</summary>
    private long Windows(int axis, int size, bool roundsUp)
    {
        var slack = (long)size + pads[axis] + pads[axis + 2] - (((long)(kernel[axis] - 1) * dilations[axis]) + 1);
        if (slack < 0)
        {
            return 0;
        }

        var count = (slack / strides[axis]) + 1;
        var more = roundsUp && slack % strides[axis] != 0 && count * strides[axis] < (long)size + pads[axis];
        return more ? count + 1 : count;
    }

    private double Window(ReadOnlySpan<byte> image, int height, int width, int top, int left)
    {
        double sum = 0, max = double.NegativeInfinity;
        int counted = 0, inside = 0;
        for (var r = 0; r < kernel[0]; r++)
        {
            for (var s = 0; s < kernel[1]; s++)
            {
                int y = top + (r * dilations[0]), x = left + (s * dilations[1]);
                counted += y < height + pads[2] && x < width + pads[3] ? 1 : 0;
                if ((uint)y < (uint)height && (uint)x < (uint)width)
                {
                    var value = reals[image[(y * width) + x]];
                    sum += value;
                    max = Math.Max(max, value);
                    inside++;
                }
            }
        }

        // A window wholly in the padding has no maximum and no mean; both read as zero.
        return isMaximum ? (inside > 0 ? max : 0) : sum / Math.Max(1, countsPadding ? counted : inside);
    }
}
