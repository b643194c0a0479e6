using Cimarron.Sparsity.Masks;
using Cimarron.Workloads;

namespace Cimarron.Sparsity.Networks;

/// <summary>A matrix operator of a network as the sparse chips see it.</summary>
/// <param name="Node">The operator.</param>
/// <param name="Shape">Its matrices, and the vectors of one execution.</param>
/// <param name="Times">Executions with other weights each, as of the blocks of a transformer, ≥ 1.</param>
public sealed record SparseLayer(NetworkNode Node, MatrixShape Shape, int Times)
{
    /// <summary>Every matrix operator of a network, in order.</summary>
    public static IEnumerable<SparseLayer> Of(Network network) => network.MatrixNodes.Select(n => new SparseLayer(n, ShapeOf(n), n.Blocks));

    /// <summary>The matrices of an operator. Images of a batch are further vectors of a convolution.</summary>
    public static MatrixShape ShapeOf(NetworkNode node) => MatrixShape.Of(node.Layer!, node.Images) with { Name = node.Name };
}
