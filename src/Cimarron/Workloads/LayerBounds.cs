namespace Cimarron.Workloads;

/// <summary>The range every layer must keep: bounds in 1 … 2^31 − 1 and a MAC count in 64 bits.</summary>
internal static class LayerBounds
{
    /// <summary>Whether the multiply-accumulates of a layer with positive bounds fit in 64 bits.</summary>
    public static bool MacsFit(Layer layer)
    {
        Int128 product = 1;
        foreach (var dim in Operands.Dims)
        {
            // Each factor is below 2^31, so the product of a value below 2^63 and a factor cannot overflow 128 bits.
            product *= layer[dim];
            if (product > long.MaxValue)
            {
                return false;
            }
        }

        return true;
    }
}
