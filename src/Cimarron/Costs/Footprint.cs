using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>
/// Elements of an operand that a tile touches (rule 4), for legal mappings: unlike <see cref="Mappings.Footprint"/>, which any file may reach,
/// it does not guard against overflow, for speed. A test holds the two together.
/// </summary>
internal readonly struct Footprint(Layer layer)
{
    private readonly long _height = layer.H;
    private readonly long _width = layer.W;
    private readonly long _strideHeight = layer.StrideHeight;
    private readonly long _strideWidth = layer.StrideWidth;
    private readonly long _dilationHeight = layer.DilationHeight;
    private readonly long _dilationWidth = layer.DilationWidth;

    /// <summary>Elements of <paramref name="operand"/> in the whole layer, without any over-covering.</summary>
    public static long OfLayer(Layer layer, int operand)
    {
        Span<int> bounds = stackalloc int[Operands.DimCount];
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            bounds[dim] = layer[(Dim)dim];
        }

        return new Footprint(layer).Elements(operand, bounds);
    }

    /// <summary>Elements of <paramref name="operand"/> in a tile with the given extents, indexed by <see cref="Dim"/>.</summary>
    public long Elements(int operand, ReadOnlySpan<int> extents) => operand switch
    {
        (int)Operand.Input => Input(extents),
        (int)Operand.Weight => (long)extents[(int)Dim.R] * extents[(int)Dim.S] * extents[(int)Dim.C] * extents[(int)Dim.K] * extents[(int)Dim.G],
        _ => (long)extents[(int)Dim.P] * extents[(int)Dim.Q] * extents[(int)Dim.K] * extents[(int)Dim.G],
    };

    private static long Span(long taps, long outputs, long stride, long dilation, long limit)
    {
        var reach = (dilation * (taps - 1)) + 1;
        return Math.Min(reach + ((outputs - 1) * Math.Min(stride, reach)), limit);
    }

    private long Input(ReadOnlySpan<int> extents) =>
        Span(extents[(int)Dim.R], extents[(int)Dim.P], _strideHeight, _dilationHeight, _height)
        * Span(extents[(int)Dim.S], extents[(int)Dim.Q], _strideWidth, _dilationWidth, _width)
        * extents[(int)Dim.C] * extents[(int)Dim.G];
}
