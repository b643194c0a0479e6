using Cimarron.Workloads;

namespace Cimarron.Sparsity.Networks;

/// <summary>A matrix operator of a compressed network.</summary>
/// <param name="Node">The operator as it was.</param>
/// <param name="Layer">Its loop nest with compressed bounds and index; as it was when it stays dense.</param>
/// <param name="Packing">How its weights are stored; null when it stays dense.</param>
/// <param name="Weights">Weights of its matrices, one execution.</param>
/// <param name="Kept">Weights that the pattern keeps.</param>
/// <param name="Remark">Why it stays dense, or what is odd; empty for nothing.</param>
public sealed record CompressedLayer(NetworkNode Node, Layer Layer, WeightPacking? Packing, long Weights, long Kept, string Remark)
{
    /// <summary>Weights that are stored, padded to the longest strip.</summary>
    public long Stored => Packing is { } packing ? checked((long)Layer.G * packing.Rows * packing.Columns) : Weights;

    /// <summary>Bits of the index.</summary>
    public long IndexBits => Packing?.IndexBits ?? 0;
}
