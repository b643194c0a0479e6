using Cimarron.Inference.Quantisation;
using Cimarron.Workloads;

namespace Cimarron.Sparsity.Profiles;

/// <summary>Reads the input vectors of a quantised matrix operator as the bit patterns that arrays see: value − lowest value, 0 … 255.</summary>
/// <param name="matrix">The operator.</param>
/// <param name="tensor">The tensor it reads.</param>
/// <param name="bytes">Its bytes.</param>
internal sealed class MovingRows(QuantizedMatrix matrix, QuantizedTensor tensor, byte[] bytes)
{
    private readonly byte flip = tensor.IsUnsigned ? (byte)0 : (byte)0x80;

    /// <summary>Vectors per group.</summary>
    public int Vectors => matrix.Rows;

    /// <summary>The vector of a group, rows in the order C, R, S.</summary>
    public void Read(int group, int vector, Span<byte> target)
    {
        if (matrix.Convolution is { } layer)
        {
            Unfold(layer, group, vector, target);
            return;
        }

        var source = bytes.AsSpan(((group * matrix.Rows) + vector) * matrix.Reduction, matrix.Reduction);
        for (var n = 0; n < source.Length; n++)
        {
            target[n] = (byte)(source[n] ^ flip);
        }
    }

    private void Unfold(Layer layer, int group, int vector, Span<byte> target)
    {
        var (image, pixel) = (vector / (layer.P * layer.Q), vector % (layer.P * layer.Q));
        var padding = (byte)((byte)tensor.ZeroPoint ^ flip);
        var n = 0;
        for (var c = 0; c < layer.C; c++)
        {
            var plane = ((image * layer.G + group) * layer.C + c) * layer.H;
            for (var r = 0; r < layer.R; r++)
            {
                var y = (pixel / layer.Q * layer.StrideHeight) + (r * layer.DilationHeight) - layer.Padding.Top;
                for (var s = 0; s < layer.S; s++)
                {
                    var x = (pixel % layer.Q * layer.StrideWidth) + (s * layer.DilationWidth) - layer.Padding.Left;
                    target[n++] = y >= 0 && y < layer.H && x >= 0 && x < layer.W ? (byte)(bytes[(plane + y) * layer.W + x] ^ flip) : padding;
                }
            }
        }
    }
}
