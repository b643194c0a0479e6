using System.Collections.Immutable;

namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>A sliding window over an image of any rank: geometry of convolutions and pools. All arrays have one entry per spatial axis.</summary>
internal sealed record Window
{
    /// <summary>Kernel taps.</summary>
    public required ImmutableArray<int> Kernel { get; init; }

    /// <summary>Distance between windows.</summary>
    public required ImmutableArray<int> Stride { get; init; }

    /// <summary>Distance between taps.</summary>
    public required ImmutableArray<int> Dilation { get; init; }

    /// <summary>Zeros before.</summary>
    public required ImmutableArray<int> Before { get; init; }

    /// <summary>Zeros after.</summary>
    public required ImmutableArray<int> After { get; init; }

    /// <summary>Number of windows.</summary>
    public required ImmutableArray<long> Output { get; init; }

    /// <summary>Reads strides, dilations, pads and auto_pad, checks them and counts the windows.</summary>
    public static Window Read(NodeContext node, ImmutableArray<long> image, IReadOnlyList<long> kernel, bool roundsUp = false)
    {
        var rank = image.Length;
        var taps = Values(node, "kernel_shape", kernel, rank);
        var stride = Values(node, "strides", node.Attributes.Integers("strides"), rank);
        var dilation = Values(node, "dilations", node.Attributes.Integers("dilations"), rank);
        var (before, after) = Pads(node, image, taps, stride, dilation);
        var output = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            output[i] = Count(image[i], Extent(taps[i], dilation[i]), stride[i], before[i], after[i], roundsUp);
            if (output[i] < 1)
            {
                throw NodeProblemException.Invalid($"the kernel of {taps[i]} taps does not fit an image of {image[i]} on spatial axis {i}");
            }
        }

        return new Window { Kernel = taps, Stride = stride, Dilation = dilation, Before = before, After = after, Output = [.. output] };
    }

    /// <summary>A list of positive integers, one per spatial axis; ones when left out.</summary>
    public static ImmutableArray<int> Values(NodeContext node, string name, IReadOnlyList<long>? values, int rank)
    {
        values ??= [.. Enumerable.Repeat(1L, rank)];
        return values.Count == rank && values.All(v => v is >= 1 and <= int.MaxValue)
            ? [.. values.Select(v => (int)v)]
            : throw NodeProblemException.Invalid($"{node.OpType} needs '{name}' with {rank} values ≥ 1, not [{string.Join(", ", values)}]");
    }

    /// <summary>Explicit pads, all ≥ 0, as begin and end lists; zeros when left out.</summary>
    public static (ImmutableArray<int> Before, ImmutableArray<int> After) ExplicitPads(NodeContext node, int rank)
    {
        var pads = node.Attributes.Integers("pads") ?? new long[2 * rank];
        return pads.Length == 2 * rank && pads.All(p => p is >= 0 and <= int.MaxValue)
            ? ([.. pads[..rank].Select(p => (int)p)], [.. pads[rank..].Select(p => (int)p)])
            : throw NodeProblemException.Invalid($"{node.OpType} needs 'pads' with {2 * rank} values ≥ 0, not [{string.Join(", ", pads)}]");
    }

    private static long Extent(int taps, int dilation) => ((long)dilation * (taps - 1)) + 1;

    private static (ImmutableArray<int> Before, ImmutableArray<int> After) Pads(
        NodeContext node, ImmutableArray<long> image, ImmutableArray<int> taps, ImmutableArray<int> stride, ImmutableArray<int> dilation)
    {
        var mode = node.Attributes.Text("auto_pad", "NOTSET");
        if (mode is "NOTSET" or "")
        {
            return ExplicitPads(node, image.Length);
        }

        if (mode is not ("VALID" or "SAME_UPPER" or "SAME_LOWER"))
        {
            throw NodeProblemException.Invalid($"attribute 'auto_pad' is '{mode}', expected NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        }

        var before = new int[image.Length];
        var after = new int[image.Length];
        for (var i = 0; i < image.Length && mode != "VALID"; i++)
        {
            var windows = (image[i] / stride[i]) + (image[i] % stride[i] == 0 ? 0 : 1);
            var total = ((Int128)(windows - 1) * stride[i]) + Extent(taps[i], dilation[i]) - image[i];
            var padding = (int)Int128.Clamp(total, 0, int.MaxValue);
            before[i] = mode == "SAME_UPPER" ? padding / 2 : padding - (padding / 2);
            after[i] = padding - before[i];
        }

        return ([.. before], [.. after]);
    }

    private static long Count(long image, long extent, int stride, int before, int after, bool roundsUp)
    {
        var slack = (Int128)image + before + after - extent;
        if (slack < 0)
        {
            return 0;
        }

        var count = (slack / stride) + 1;
        if (roundsUp && slack % stride != 0 && count * stride < (Int128)image + before)
        {
            // The extra window of rounding up counts only when it starts inside the image or its leading padding.
            count++;
        }

        return (long)Int128.Min(count, long.MaxValue);
    }
}
