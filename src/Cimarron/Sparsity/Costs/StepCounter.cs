using Cimarron.Sparsity.Chips;

namespace Cimarron.Sparsity.Costs;

/// <summary>Goes through the segments of a placement, step by step, and sums up what they need; nothing is allocated per segment.</summary>
/// <param name="layer">The layer.</param>
/// <param name="placement">Where its row groups lie.</param>
/// <param name="chip">The chip.</param>
/// <param name="skipped">Skipped pairs; null without input sparsity.</param>
internal sealed class StepCounter(PackedLayer layer, MacroPlacement placement, SparseChip chip, SkippedPairs? skipped)
{
    private readonly DistinctParts inMacro = new(layer);
    private readonly DistinctParts inStep = new(layer);

    /// <summary>Sums so far.</summary>
    public LayerTotals Totals { get; } = new();

    /// <summary>Lives of the outputs so far.</summary>
    public OutputLives Outputs { get; } = new(layer, placement.Steps);

    /// <summary>Counts the next step; every step once, in order.</summary>
    public StepFigures Count(int step)
    {
        var storedBefore = Totals.StoredWeights;
        var (mostRows, mostRowGroups) = (0, 0);
        var (first, end) = placement.Macros(step);
        inStep.Clear();
        for (var macro = first; macro < end; macro++)
        {
            var (rows, rowGroups) = CountMacro(placement.Pieces(macro), step, isAlone: end - first == 1);
            (mostRows, mostRowGroups) = (Math.Max(mostRows, rows), Math.Max(mostRowGroups, rowGroups));
        }

        var parts = inMacro;
        if (end - first > 1)
        {
            inStep.Count();
            parts = inStep;
        }

        checked
        {
            Totals.IndexLoadBits += parts.IndexBits;
            var weights = (Totals.StoredWeights - storedBefore) * chip.WeightBits;
            var inputs = layer.Shape.Vectors * chip.ActivationBits * parts.SourceRows;
            return new StepFigures(weights + parts.IndexBits + inputs, mostRows, mostRowGroups);
        }
    }

    private (int Rows, int RowGroups) CountMacro(ReadOnlySpan<TilePiece> pieces, int step, bool isAlone)
    {
        var rowGroups = 0;
        foreach (var piece in pieces)
        {
            rowGroups += piece.Count;
        }

        var (rows, position) = (0, 0);
        inMacro.Clear();
        foreach (var piece in pieces)
        {
            for (var done = 0; done < piece.Count;)
            {
                var segment = layer.SegmentAt(piece.Tile, piece.First + done, piece.Count - done);
                rows += CountSegment(segment, rowGroups, position);
                Outputs.Touch(segment, step);
                inMacro.Add(segment);
                if (!isAlone)
                {
                    inStep.Add(segment);
                }

                done += segment.Count;
                position += segment.Count;
            }
        }

        inMacro.Count();
        checked
        {
            Totals.RowGroups += rowGroups;
            Totals.MacroSourceRows += inMacro.SourceRows;
            Totals.MacroFullBlocks += inMacro.FullBlocks;
            Totals.MacroIndexBits += inMacro.IndexBits;
        }

        return (rows, rowGroups);
    }

    /// <summary>Adds a segment and returns its rows.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="rowGroups">Row groups of its macro.</param>
    /// <param name="position">Row groups before it in its macro.</param>
    private int CountSegment(in Segment segment, int rowGroups, int position)
    {
        var end = segment.First + segment.Count;
        var rows = layer.Rows(segment.Run, segment.First, end);
        checked
        {
            Totals.SourceRows += layer.SourceRows(segment.Run, segment.First, end);
            Totals.StoredWeights += (long)rows * segment.Width;
            Totals.GroupWidths += (long)segment.Count * segment.Width;
            Totals.SegmentWidths += segment.Width;
            Totals.IntraEntries += layer.IntraOverlaps(segment.Run, segment.First, end) * segment.Width;
        }

        if (skipped is not null)
        {
            CountSkipped(segment, skipped, rowGroups, position);
        }

        return rows;
    }

    private void CountSkipped(in Segment segment, SkippedPairs pairs, int rowGroups, int position)
    {
        // Without a choice within blocks all row groups of a run but its last have the same rows.
        var (first, end) = (segment.First, segment.First + segment.Count);
        while (first < end)
        {
            var length = layer.Intra is not null || end - first == 1 ? 1 : end - first - 1;
            var many = pairs.Of(rowGroups, position, position + length);
            checked
            {
                Totals.Skipped += many;
                Totals.SkippedSourceRows += many * layer.SourceRows(segment.Run, first, first + 1);
                Totals.SkippedWeights += many * layer.Rows(segment.Run, first, first + 1) * segment.Width;
            }

            (first, position) = (first + length, position + length);
        }
    }
}
