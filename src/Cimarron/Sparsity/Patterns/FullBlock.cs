namespace Cimarron.Sparsity.Patterns;

/// <summary>Blocks of the weight matrix that are removed whole: Φ = ⌊(1−r) · blocks⌋ stay (CIMinus, arXiv 2511.16368).</summary>
/// <param name="Rows">Height of a block.</param>
/// <param name="Columns">Width of a block.</param>
/// <param name="Ratio">Share of blocks that are removed, 0 ≤ r &lt; 1.</param>
public sealed record FullBlock(BlockExtent Rows, BlockExtent Columns, double Ratio)
{
    /// <summary>Φ: blocks that stay, computed in decimal so that a tenth of ten is one.</summary>
    /// <param name="blocks">Blocks of the layer, ≥ 0.</param>
    public long Kept(long blocks) => (long)decimal.Floor((1 - (decimal)Ratio) * blocks);
}
