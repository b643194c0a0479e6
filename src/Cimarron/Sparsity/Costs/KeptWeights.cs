using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Costs;

/// <summary>What the blocks of a layer hold, wherever they are stored.</summary>
internal sealed class KeptWeights
{
    /// <summary>Counts them.</summary>
    /// <exception cref="OverflowException">A count reaches 2⁶³.</exception>
    public KeptWeights(LayerMask mask, KeptBlocks kept)
    {
        var intra = mask.Pattern.Intra;
        long intraBlocks = 0;
        checked
        {
            for (var band = 0; band + 1 < kept.BandStarts.Length; band++)
            {
                var (rows, columns) = (kept.BandRows(band), kept.BandColumns(band));
                Count += (long)columns * (intra is null ? rows : (long)(rows / intra.Rows) * intra.Kept + Math.Min(intra.Kept, rows % intra.Rows));
                intraBlocks += intra is null ? 0 : (long)columns * intra.BlocksIn(rows);
            }

            IndexBits = (mask.Pattern.Full is null ? 0 : (long)kept.Count * IntraBlock.BitsFor(mask.Blocks)) + intraBlocks * (intra?.IndexBits ?? 0);
        }
    }

    /// <summary>Weights that are kept.</summary>
    public long Count { get; }

    /// <summary>Bits that say which.</summary>
    public long IndexBits { get; }
}
