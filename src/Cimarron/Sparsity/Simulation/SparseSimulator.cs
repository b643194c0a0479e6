using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Sparsity.Simulation;

/// <summary>
/// The referee of the closed form: packs a layer weight by weight, lays it onto macros and walks every step, macro, copy, vector, row group and bit
/// as docs/sparse-rules.md words them. Slow on purpose, and without a line in common with the evaluator it is there to check.
/// </summary>
public static class SparseSimulator
{
    /// <summary>Most events of a walk.</summary>
    public const long MaxEvents = 100_000_000;

    /// <summary>Walks a layer.</summary>
    /// <param name="mask">What is kept; the choice within blocks may be open.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="mapping">How the layer is laid onto it.</param>
    /// <param name="skips">How often each bit of the input is zero, lowest first, one for each bit of an activation; null without input sparsity. Not used if the chip does not detect zeros.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Cycles and counts; nothing for a layer of which no block is kept.</returns>
    /// <exception cref="DiagnosticException">More than <see cref="MaxEvents"/> events (CIM0911), or a pattern that rules §3 exclude (CIM0912).</exception>
    /// <exception cref="ArgumentException">There is not one share for every bit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SparseLayerCost Run(LayerMask mask, SparseChip chip, SparseMapping mapping, IReadOnlyList<BitShare>? skips = null, CancellationToken cancellation = default)
    {
        if (skips is not null && skips.Count != chip.ActivationBits)
        {
            throw new ArgumentException("input sparsity needs one share for every bit of an activation", nameof(skips));
        }

        var tally = new Tally(cancellation);
        tally.Spend(mask.Shape.Weights);
        var compression = mapping.Compression ?? mask.Pattern.Compression;
        var packer = Packer.Pack(mask, chip, compression);
        if (packer.Tiles.Count == 0)
        {
            return SparseLayerCost.Nothing;
        }

        var placed = WalkedSteps.Place(packer.Tiles, packer.Capacity, chip, mapping);
        return Walk(new LayerWalk(mask.Shape, chip, packer.Index, placed, chip.DetectsZeros ? skips : null, tally), packer, mask);
    }

    private static SparseLayerCost Walk(LayerWalk walk, Packer packer, LayerMask mask)
    {
        Announce(walk);
        var (steps, lives, buffer) = (Enumerable.Range(0, walk.Placed.Steps.Count), new OutputLives(walk), new ArrivalBuffer(walk));
        LoadStage[] loads = [.. steps.Select(s => new LoadStage(walk, s, lives))];
        ComputeStage[] computations = [.. steps.Select(s => new ComputeStage(walk, s, buffer))];
        WriteBackStage[] writeBacks = [.. steps.Select(s => new WriteBackStage(walk, s, lives))];
        var pipeline = new Pipeline(walk.Tally);
        if (walk.Chip.IsDoubleBuffered)
        {
            pipeline.RunOverlapped(loads, computations, writeBacks);
        }
        else
        {
            pipeline.RunInTurn(loads, computations, writeBacks);
        }

        walk.Tally.Count(SparseUnit.PostProcessing, walk.Shape.Vectors * walk.Shape.Groups * walk.Shape.Columns);
        return new SparseLayerCost
        {
            Cycles = pipeline.Cycles,
            Steps = loads.Length,
            Copies = walk.Placed.Copies,
            LoadCycles = pipeline.LoadCycles,
            ComputeCycles = pipeline.ComputeCycles,
            WriteBackCycles = pipeline.WriteBackCycles,
            Counts = walk.Tally.Counts,
            IndexStorageBits = IndexStorage(packer),
            IndexLoadBits = loads.Sum(l => l.IndexLoad),
            ExtraAccumulations = ExtraAccumulations(walk, packer),
            KeptWeights = KeptWeights(mask),
            StoredWeights = walk.Placed.Steps.SelectMany(s => s).SelectMany(m => m.RowGroups).SelectMany(r => r.Cells).Sum(line => (long)line.Length),
            CapacityWeights = (long)loads.Length * walk.Chip.MacroRows * walk.Chip.MacroColumns * walk.Chip.Rows * walk.Chip.WeightColumns,
            KeepsPartialSums = lives.Fits,
        };
    }

    /// <summary>Refuses a walk that would be too long before it starts; cycles of the buses are found out on the way.</summary>
    private static void Announce(LayerWalk walk)
    {
        foreach (var macroTile in walk.Placed.Steps.SelectMany(s => s))
        {
            var perVector = (long)macroTile.RowGroups.Count * walk.Chip.ActivationBits + macroTile.Segments.Sum(s => (long)s.Length);
            walk.Tally.Spend((long)Int128.Min(long.MaxValue, (Int128)perVector * walk.Shape.Vectors));
        }
    }

    private static long IndexStorage(Packer packer)
    {
        var all = packer.Tiles.SelectMany(t => t.RowGroups).ToArray();
        return all.SelectMany(r => r.Blocks).Distinct().LongCount() * packer.Index.BlockBits + all.SelectMany(r => r.IntraBlocks).Distinct().LongCount() * packer.Index.IntraBits;
    }

    /// <summary>Deliveries beyond one per vector, macro tile and column of an undisturbed column tile.</summary>
    private static long ExtraAccumulations(LayerWalk walk, Packer packer)
    {
        var delivered = walk.Placed.Steps.SelectMany(s => s).SelectMany(m => m.Segments).Sum(s => (long)s.Length);
        var undisturbed = packer.Tiles.Sum(t => (long)t.RowGroups.Chunk(packer.Capacity).Count() * t.Width);
        return walk.Shape.Vectors * (delivered - undisturbed);
    }

    private static long KeptWeights(LayerMask mask)
    {
        var kept = 0L;
        for (var group = 0; group < mask.Shape.Groups; group++)
        {
            for (var row = 0; row < mask.Shape.Rows; row++)
            {
                for (var column = 0; column < mask.Shape.Columns; column++)
                {
                    // Of an intra block as many stay as it has slots, whichever they are.
                    var stays = mask.Pattern.Intra is not { } intra || row % intra.Rows < intra.Kept;
                    kept += stays && mask.KeepsBlock(group, row / mask.BlockHeight, column / mask.BlockWidth) ? 1 : 0;
                }
            }
        }

        return kept;
    }
}
