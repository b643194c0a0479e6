using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>The elements of an operand that a tile touches (timing rule 4).</summary>
public static class Footprint
{
    /// <summary>
    /// I: h·w·C·G; W: R·S·C·K·G; O: P·Q·K·G, with h = min(r̂ + (P − 1)·min(stride, r̂), H), r̂ = dilation·(R − 1) + 1, and w likewise.
    /// Saturates at <see cref="long.MaxValue"/>.
    /// </summary>
    /// <param name="layer">Gives stride, dilation and the unpadded input size.</param>
    /// <param name="operand">The operand.</param>
    /// <param name="extents">Tile size per dimension, each ≥ 1, indexed by <see cref="Dim"/>.</param>
    public static long Elements(Layer layer, Operand operand, ReadOnlySpan<long> extents) => operand switch
    {
        Operand.Input => Product(
            Span(extents[(int)Dim.R], extents[(int)Dim.P], layer.DilationHeight, layer.StrideHeight, layer.H),
            Span(extents[(int)Dim.S], extents[(int)Dim.Q], layer.DilationWidth, layer.StrideWidth, layer.W),
            extents[(int)Dim.C],
            extents[(int)Dim.G]),
        Operand.Weight => Product(extents[(int)Dim.R], extents[(int)Dim.S], extents[(int)Dim.C], extents[(int)Dim.K], extents[(int)Dim.G]),
        _ => Product(extents[(int)Dim.P], extents[(int)Dim.Q], extents[(int)Dim.K], extents[(int)Dim.G]),
    };

    private static long Span(long kernel, long outputs, long dilation, long stride, long bound)
    {
        var taps = Saturating.Add(Saturating.Multiply(dilation, kernel - 1), 1);
        var step = Math.Min(stride, taps);
        return Math.Min(bound, Saturating.Add(taps, Saturating.Multiply(outputs - 1, step)));
    }

    private static long Product(params ReadOnlySpan<long> factors)
    {
        var product = 1L;
        foreach (var factor in factors)
        {
            product = Saturating.Multiply(product, factor);
        }

        return product;
    }
}
