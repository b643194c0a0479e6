using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Simulation;

/// <summary>The load of one step: bits over the bus, and rows written into macros side by side (rules §6).</summary>
internal sealed class LoadStage : IStage
{
    private readonly LayerWalk walk;
    private readonly List<long> writing = [];
    private long waiting;

    public LoadStage(LayerWalk walk, int step, OutputLives lives)
    {
        this.walk = walk;
        var macroTiles = walk.Placed.Steps[step];
        foreach (var macroTile in macroTiles)
        {
            LoadWeights(macroTile);
            LoadIndices(macroTile);
        }

        IndexLoad = IndexBitsOf(macroTiles.SelectMany(m => m.RowGroups));
        waiting += IndexLoad;
        var inputs = macroTiles.SelectMany(m => m.RowGroups).DistinctBy(r => r.Input).Sum(r => (long)r.Sources.Count);
        waiting += inputs * walk.Shape.Vectors * walk.Chip.ActivationBits;
        var partialSums = lives.Fetched(step) * walk.Shape.Vectors * walk.Chip.AccumulatorBits;
        walk.Tally.Count(SparseUnit.OutputBufferWrite, partialSums);
        waiting += partialSums;
    }

    /// <summary>Index bits over the bus.</summary>
    public long IndexLoad { get; }

    /// <inheritdoc/>
    public bool Tick()
    {
        var works = waiting > 0;
        var moved = Math.Min(waiting, walk.Chip.LoadBitsPerCycle);
        waiting -= moved;
        walk.Tally.Count(SparseUnit.GlobalBufferRead, moved);
        for (var m = 0; m < writing.Count; m++)
        {
            if (writing[m] > 0)
            {
                writing[m]--;
                works = true;
            }
        }

        return works;
    }

    private void LoadWeights(MacroTile macroTile)
    {
        var bits = macroTile.RowGroups.SelectMany(r => r.Cells).Sum(line => (long)line.Length) * walk.Chip.WeightBits;
        waiting += bits;
        walk.Tally.Count(SparseUnit.WeightBufferWrite, bits);
        for (var copy = 0; copy < walk.Placed.Copies; copy++)
        {
            // Copies listen to the same transfer, but each reads its buffer and writes its rows.
            walk.Tally.Count(SparseUnit.WeightBufferRead, bits);
            var cycles = 0L;
            foreach (var line in macroTile.RowGroups.SelectMany(r => r.Cells))
            {
                walk.Tally.Count(SparseUnit.ArrayWrite, line.Length * (long)walk.Chip.WeightBits);
                cycles += walk.Chip.RowWriteCycles;
            }

            writing.Add(cycles);
        }

        var inputs = macroTile.RowGroups.DistinctBy(r => r.Input).Sum(r => (long)r.Sources.Count);
        walk.Tally.Count(SparseUnit.InputBufferWrite, inputs * walk.Shape.Vectors * walk.Chip.ActivationBits);
    }

    private void LoadIndices(MacroTile macroTile)
    {
        var bits = IndexBitsOf(macroTile.RowGroups);
        var blocks = macroTile.RowGroups.SelectMany(r => r.Blocks).Distinct().Count();
        for (var copy = 0; copy < walk.Placed.Copies; copy++)
        {
            walk.Tally.Count(SparseUnit.IndexMemoryWrite, bits);
            walk.Tally.Count(SparseUnit.IndexMemoryRead, bits);
            walk.Tally.Count(SparseUnit.IndexDecode, blocks);
        }
    }

    private long IndexBitsOf(IEnumerable<RowGroup> rowGroups)
    {
        HashSet<(int, int, int)> blocks = [], intraBlocks = [];
        foreach (var rowGroup in rowGroups)
        {
            blocks.UnionWith(rowGroup.Blocks);
            intraBlocks.UnionWith(rowGroup.IntraBlocks);
        }

        return (long)blocks.Count * walk.Index.BlockBits + (long)intraBlocks.Count * walk.Index.IntraBits;
    }
}
