using Cimarron.DualMode.Programs;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Reads rows of the moving operand out of a tensor: a matrix by features, or the windows of a convolution.</summary>
internal sealed class MovingOperand
{
    private readonly ProgramOperator op;
    private readonly ProgramTensor tensor;
    private readonly FeatureMap map;
    private readonly bool groupsAreFeatures;

    /// <summary>For each element of the reduction of a convolution: offset in the image, row and column from the window's corner.</summary>
    private readonly (int Offset, int Row, int Column)[] taps = [];

    public MovingOperand(ProgramOperator op, ProgramTensor tensor)
    {
        this.op = op;
        this.tensor = tensor;
        map = new FeatureMap(tensor);
        groupsAreFeatures = map.Features == (long)op.Groups * op.Reduction;
        if (op.Convolution is { } l)
        {
            taps = [.. from c in Enumerable.Range(0, l.C) from r in Enumerable.Range(0, l.R) from s in Enumerable.Range(0, l.S)
                       select ((((c * l.H) + (r * l.DilationHeight)) * l.W) + (s * l.DilationWidth), r * l.DilationHeight, s * l.DilationWidth)];
        }
    }

    /// <summary>Elements of a row, zero point subtracted; zero in the padding.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="group">The group.</param>
    /// <param name="row">Row of the group.</param>
    /// <param name="first">First element of the reduction.</param>
    /// <param name="target">As many elements as it is long.</param>
    public void Read(byte[] input, int group, int row, int first, Span<int> target)
    {
        if (op.Convolution is { } layer)
        {
            Window(input, layer, group, row, first, target);
            return;
        }

        if (tensor.Layout == FeatureLayout.Channels || !groupsAreFeatures)
        {
            var start = (((group * op.Rows) + row) * op.Reduction) + first;
            for (var n = 0; n < target.Length; n++)
            {
                target[n] = Rounding.Steps(input[start + n], tensor);
            }

            return;
        }

        for (var n = 0; n < target.Length; n++)
        {
            target[n] = Rounding.Steps(input[map[row, (group * op.Reduction) + first + n]], tensor);
        }
    }

    private void Window(byte[] input, Layer l, int group, int row, int first, Span<int> target)
    {
        var (image, pixel) = Math.DivRem(row, l.P * l.Q);
        var (p, q) = Math.DivRem(pixel, l.Q);
        int top = (p * l.StrideHeight) - l.Padding.Top, left = (q * l.StrideWidth) - l.Padding.Left;
        var start = (((((image * l.G) + group) * l.C * l.H) + top) * l.W) + left;
        for (var n = 0; n < target.Length; n++)
        {
            var (offset, y, x) = taps[first + n];
            target[n] = (uint)(top + y) < (uint)l.H && (uint)(left + x) < (uint)l.W ? Rounding.Steps(input[start + offset], tensor) : 0;
        }
    }
}
