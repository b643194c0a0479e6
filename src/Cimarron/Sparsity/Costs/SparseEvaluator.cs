using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Sparsity.Costs;

/// <summary>
/// Cycles and counts of a layer on rigid arrays, in closed form per stretch of equal row groups: docs/sparse-rules.md (model: CIMinus, arXiv 2511.16368; formulas ours). No vector, bit
/// or cycle is walked.
/// </summary>
public static class SparseEvaluator
{
    /// <summary>What a layer costs.</summary>
    /// <param name="mask">What its pattern keeps; the choice within blocks may be open.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="mapping">How the weights are laid onto macros.</param>
    /// <param name="skips">How often every bit of the input is zero in a whole row group, lowest bit first; null for no input sparsity. Not looked at if the chip does not detect zeros.</param>
    /// <exception cref="DiagnosticException">CIM0901: the pattern cannot be packed like that; CIM0902: a count reaches 2⁶³.</exception>
    /// <exception cref="ArgumentException">There is not one share, from 0 to 1, for each bit.</exception>
    public static SparseLayerCost Evaluate(LayerMask mask, SparseChip chip, SparseMapping mapping, IReadOnlyList<BitShare>? skips = null)
    {
        var shares = chip.DetectsZeros ? skips : null;
        if (shares is not null && (shares.Count != chip.ActivationBits || shares.Any(s => s.Total is < 1 or > 1 << 30 || s.Zero < 0 || s.Zero > s.Total)))
        {
            throw new ArgumentException("expected a share from 0 to 1, of at most 2^30 pairs, for every bit of an activation", nameof(skips));
        }

        var compression = mapping.Compression ?? mask.Pattern.Compression;
        PatternLegality.Check(mask.Pattern, mask.Shape, chip, compression);
        try
        {
            return Evaluate(mask, chip, mapping, compression, shares);
        }
        catch (OverflowException)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0902", "the layer is too large: a count reaches 2^63", field: mask.Shape.Name, hint: "check its sizes and how often it is repeated"));
        }
    }

    private static SparseLayerCost Evaluate(LayerMask mask, SparseChip chip, SparseMapping mapping, Compression compression, IReadOnlyList<BitShare>? shares)
    {
        var kept = new KeptBlocks(mask);
        var layer = Pack(mask, kept, chip, compression);
        if (layer.Tiles.Length == 0)
        {
            return SparseLayerCost.Nothing;
        }

        var placement = mapping.Rearranges ? RearrangedPlacer.Place(layer, chip, mapping.Strategy) : GridPlacer.Place(layer, chip, mapping.Strategy);
        var weights = new KeptWeights(mask, kept);
        return new LayerCosting(layer, placement, chip, shares).Run() with
        {
            KeptWeights = weights.Count,
            IndexStorageBits = compression == Compression.None ? 0 : weights.IndexBits,
        };
    }

    private static PackedLayer Pack(LayerMask mask, KeptBlocks kept, SparseChip chip, Compression compression)
    {
        if (compression == Compression.Columns)
        {
            return LeftwardPacking.Pack(mask, kept, chip);
        }

        if (compression == Compression.Rows || mask.Pattern.IsDense)
        {
            return UpwardPacking.Pack(mask, kept, chip);
        }

        var dense = new LayerMask(mask.Shape, FlexBlock.Dense, null, null);
        return UpwardPacking.Pack(dense, new KeptBlocks(dense), chip);
    }
}
