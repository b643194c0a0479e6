using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>Rule 4: how many elements of an operand a tile of given extents touches.</summary>
internal static class TileSize
{
    /// <summary>Elements of <paramref name="operand"/> for <paramref name="extents"/>, indexed by dimension.</summary>
    public static long Elements(Layer layer, Operand operand, long[] extents)
    {
        checked
        {
            long r = extents[(int)Dim.R], s = extents[(int)Dim.S], p = extents[(int)Dim.P], q = extents[(int)Dim.Q];
            long c = extents[(int)Dim.C], k = extents[(int)Dim.K], g = extents[(int)Dim.G];
            switch (operand)
            {
                case Operand.Input:
                    var height = Axis(r, p, layer.DilationHeight, layer.StrideHeight, layer.H);
                    var width = Axis(s, q, layer.DilationWidth, layer.StrideWidth, layer.W);
                    return height * width * c * g;
                case Operand.Weight:
                    return r * s * c * k * g;
                default:
                    return p * q * k * g;
            }
        }
    }

    /// <summary>
    /// Rows (or columns) of the input: taps + (outputs − 1)·min(stride, taps), never more than the unpadded input has. A dilated
    /// kernel's taps span d·(r − 1) + 1 rows, and that span takes the place of r in both terms.
    /// </summary>
    private static long Axis(long taps, long outputs, long dilation, long stride, long bound)
    {
        checked
        {
            var span = dilation * (taps - 1) + 1;
            return Math.Min(span + (outputs - 1) * Math.Min(stride, span), bound);
        }
    }
}
