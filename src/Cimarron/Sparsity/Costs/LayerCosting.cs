using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Sparsity.Costs;

/// <summary>Times and counts of a placed layer (docs/sparse-rules.md, sections 5 to 8).</summary>
/// <param name="layer">The layer.</param>
/// <param name="placement">Where its row groups lie.</param>
/// <param name="chip">The chip.</param>
/// <param name="shares">Shares of zero bits; null without input sparsity.</param>
internal sealed class LayerCosting(PackedLayer layer, MacroPlacement placement, SparseChip chip, IReadOnlyList<BitShare>? shares)
{
    private readonly SkippedPairs? skipped = shares is null ? null : new SkippedPairs(shares, layer.Shape.Vectors, placement.Copies, layer.Capacity);

    /// <summary>The cost, but for what does not depend on the placement.</summary>
    /// <exception cref="OverflowException">A count reaches 2⁶³.</exception>
    public SparseLayerCost Run()
    {
        var counter = new StepCounter(layer, placement, chip, skipped);
        var figures = new StepFigures[placement.Steps];
        for (var step = 0; step < figures.Length; step++)
        {
            figures[step] = counter.Count(step);
        }

        var (totals, outputs) = (counter.Totals, counter.Outputs);
        outputs.Finish();
        var keepsSums = (Int128)layer.Shape.Vectors * outputs.MostAlive * chip.AccumulatorBits <= chip.OutputBufferBits;
        var times = Times(figures, outputs, totals, keepsSums);
        return new SparseLayerCost
        {
            Cycles = times.Total(chip.IsDoubleBuffered),
            Steps = placement.Steps,
            Copies = placement.Copies,
            LoadCycles = StepTimes.Sum(times.Load),
            ComputeCycles = StepTimes.Sum(times.Compute),
            WriteBackCycles = StepTimes.Sum(times.WriteBack),
            Counts = totals.Counts(layer, chip, placement.Copies, outputs.Distinct, skipped is not null),
            IndexLoadBits = totals.IndexLoadBits,
            ExtraAccumulations = checked(layer.Shape.Vectors * (totals.SegmentWidths - PlainWidths())),
            StoredWeights = totals.StoredWeights,
            CapacityWeights = checked((long)placement.Steps * chip.Macros * chip.Rows * chip.WeightColumns),
            KeepsPartialSums = keepsSums,
        };
    }

    private StepTimes Times(StepFigures[] figures, OutputLives outputs, LayerTotals totals, bool keepsSums)
    {
        var times = new StepTimes(figures.Length);
        var mostVectors = (layer.Shape.Vectors - 1) / placement.Copies + 1;
        checked
        {
            var sumBits = layer.Shape.Vectors * chip.AccumulatorBits;
            for (var step = 0; step < figures.Length; step++)
            {
                var figure = figures[step];
                var loaded = keepsSums ? 0 : outputs.Touched[step] - outputs.Begun[step];
                var unfinished = keepsSums ? 0 : outputs.Touched[step] - outputs.Ended[step];
                var load = figure.LoadBits + loaded * sumBits;
                var store = unfinished * sumBits + outputs.Ended[step] * layer.Shape.Vectors * chip.ActivationBits;
                times.Load[step] = Math.Max(Ceiling(load, chip.LoadBitsPerCycle), (long)chip.RowWriteCycles * figure.MostRows);
                times.Compute[step] = skipped?.Cycles(figure.MostRowGroups) ?? figure.MostRowGroups * mostVectors * chip.ActivationBits;
                times.WriteBack[step] = Ceiling(store, chip.StoreBitsPerCycle);
                totals.LoadBits += load;
                totals.StoreBits += store;
                totals.PartialLoadBits += loaded * sumBits;
                totals.WordsWritten += unfinished + outputs.Ended[step];
            }
        }

        return times;
    }

    /// <summary>Σ over column tiles of macro tiles · width: sums that a layer without ragged or shared macro tiles would deliver.</summary>
    private long PlainWidths()
    {
        long widths = 0;
        foreach (ref readonly var tile in layer.Tiles.AsSpan())
        {
            widths += (long)((tile.RowGroups - 1) / layer.Capacity + 1) * tile.Width;
        }

        return widths;
    }

    private static long Ceiling(long bits, long bandwidth) => bits == 0 ? 0 : (bits - 1) / bandwidth + 1;
}
