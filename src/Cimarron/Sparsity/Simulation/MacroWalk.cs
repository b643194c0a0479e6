using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Simulation;

/// <summary>One macro in one step: vector by vector, row group by row group, one activation per cycle (rules §5).</summary>
/// <param name="walk">The walk.</param>
/// <param name="macroTile">What it holds.</param>
/// <param name="copy">Which copy it is; vectors are dealt to copies like cards, so that the first ones have one more.</param>
/// <param name="buffer">Where its partial sums go.</param>
internal sealed class MacroWalk(LayerWalk walk, MacroTile macroTile, int copy, ArrivalBuffer buffer) : IStage
{
    private readonly long[] carry = new long[walk.Chip.ActivationBits];
    private long vector = copy;
    private int rowGroup;
    private int bit;

    /// <inheritdoc/>
    public bool Tick()
    {
        while (vector < walk.Shape.Vectors)
        {
            var current = macroTile.RowGroups[rowGroup];
            if (bit == 0)
            {
                Begin(current);
            }

            var executes = !Skips(bit);
            if (executes)
            {
                Activate(current);
            }

            Advance();
            if (executes)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The skip rule as error diffusion: every pair adds the zeros of the share, and one that fills up the total skips. That makes the k-th pair
    /// skip exactly when ⌊(k+1)·z/t⌋ is more than ⌊k·z/t⌋.
    /// </summary>
    private bool Skips(int at)
    {
        if (walk.Skips is not { } skips)
        {
            return false;
        }

        carry[at] += skips[at].Zero;
        if (carry[at] < skips[at].Total)
        {
            return false;
        }

        carry[at] -= skips[at].Total;
        return true;
    }

    private void Begin(RowGroup current)
    {
        var (tally, bits) = (walk.Tally, walk.Chip.ActivationBits);
        tally.Count(SparseUnit.InputBufferRead, (long)current.Sources.Count * bits);
        tally.Count(SparseUnit.Accumulation, current.Width);
        tally.Count(SparseUnit.IndexDecode, current.IntraBlocks.Count);
        tally.Count(SparseUnit.IndexMemoryRead, (long)current.IntraBlocks.Count * walk.Index.IntraBits);
        if (walk.Skips is not null)
        {
            tally.Count(SparseUnit.ZeroDetection, bits);
        }
    }

    private void Activate(RowGroup current)
    {
        var tally = walk.Tally;
        tally.Count(SparseUnit.ArrayActivation);
        tally.Count(SparseUnit.InputBit, current.Sources.Count);
        tally.Count(SparseUnit.AdderTree, walk.Chip.Columns);
        tally.Count(SparseUnit.ShiftAdd, walk.Chip.Columns);
        tally.Count(SparseUnit.Mux, (long)current.Rows * current.Width * walk.Index.Selections);
    }

    /// <summary>The next bit; after the last one the next row group; after the last one the sums go out and the next vector comes.</summary>
    private void Advance()
    {
        if (++bit < walk.Chip.ActivationBits)
        {
            return;
        }

        bit = 0;
        if (++rowGroup < macroTile.RowGroups.Count)
        {
            return;
        }

        rowGroup = 0;
        foreach (var output in macroTile.Segments.SelectMany(s => s))
        {
            buffer.Take(vector, output);
        }

        vector += walk.Placed.Copies;
    }
}
