using Cimarron.Workloads;

namespace Cimarron.Inference.Execution;

/// <summary>A convolution's windows as columns of a matrix (im2col).</summary>
internal static class Unfolding
{
    /// <summary>Fills columns[(c·R + r)·S + s][p·Q + q] with the pixels of one image's group; 0 in the padding.</summary>
    public static void Fill(Layer layer, ReadOnlySpan<float> image, Span<float> columns)
    {
        var row = 0;
        for (var c = 0; c < layer.C; c++)
        {
            var plane = image.Slice(c * layer.H * layer.W, layer.H * layer.W);
            for (var r = 0; r < layer.R; r++)
            {
                for (var s = 0; s < layer.S; s++)
                {
                    Tap(layer, plane, columns.Slice(row++ * layer.P * layer.Q, layer.P * layer.Q), r, s);
                }
            }
        }
    }

    private static void Tap(Layer layer, ReadOnlySpan<float> plane, Span<float> target, int r, int s)
    {
        for (var p = 0; p < layer.P; p++)
        {
            var y = (p * layer.StrideHeight) + (r * layer.DilationHeight) - layer.Padding.Top;
            var line = target.Slice(p * layer.Q, layer.Q);
            if (y < 0 || y >= layer.H)
            {
                line.Clear();
                continue;
            }

            for (var q = 0; q < line.Length; q++)
            {
                var x = (q * layer.StrideWidth) + (s * layer.DilationWidth) - layer.Padding.Left;
                line[q] = x >= 0 && x < layer.W ? plane[(y * layer.W) + x] : 0;
            }
        }
    }
}
