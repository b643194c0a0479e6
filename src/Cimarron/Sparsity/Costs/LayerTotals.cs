using Cimarron.Sparsity.Chips;

namespace Cimarron.Sparsity.Costs;

/// <summary>Sums over all macro tiles of one copy, from which every count follows.</summary>
internal sealed class LayerTotals
{
    /// <summary>Row groups.</summary>
    public long RowGroups { get; set; }

    /// <summary>Source rows, summed over row groups.</summary>
    public long SourceRows { get; set; }

    /// <summary>Weights stored: rows · width over row groups.</summary>
    public long StoredWeights { get; set; }

    /// <summary>Widths, summed over row groups.</summary>
    public long GroupWidths { get; set; }

    /// <summary>Widths, summed over segments.</summary>
    public long SegmentWidths { get; set; }

    /// <summary>Intra blocks · width, summed over row groups.</summary>
    public long IntraEntries { get; set; }

    /// <summary>Source rows of distinct row groups, summed over macro tiles.</summary>
    public long MacroSourceRows { get; set; }

    /// <summary>Distinct full blocks, summed over macro tiles.</summary>
    public long MacroFullBlocks { get; set; }

    /// <summary>Index bits of distinct blocks, summed over macro tiles.</summary>
    public long MacroIndexBits { get; set; }

    /// <summary>Skipped (vector, row group, bit), all copies.</summary>
    public long Skipped { get; set; }

    /// <summary>Source rows of the skipped.</summary>
    public long SkippedSourceRows { get; set; }

    /// <summary>Weights of the skipped.</summary>
    public long SkippedWeights { get; set; }

    /// <summary>Index bits over the bus.</summary>
    public long IndexLoadBits { get; set; }

    /// <summary>Partial sums loaded over the bus, bits.</summary>
    public long PartialLoadBits { get; set; }

    /// <summary>Everything loaded over the bus, bits.</summary>
    public long LoadBits { get; set; }

    /// <summary>Everything written back, bits.</summary>
    public long StoreBits { get; set; }

    /// <summary>Output words written back per vector, complete or not.</summary>
    public long WordsWritten { get; set; }

    /// <summary>The counts of docs/sparse-rules.md, section 8.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="copies">d.</param>
    /// <param name="distinctOutputs">Outputs that get anything.</param>
    /// <param name="detectsZeros">Whether the layer has input sparsity.</param>
    /// <exception cref="OverflowException">A count reaches 2⁶³.</exception>
    public SparseCounts Counts(PackedLayer layer, SparseChip chip, int copies, long distinctOutputs, bool detectsZeros)
    {
        checked
        {
            var (v, shape) = (layer.Shape.Vectors, layer.Shape);
            var (bits, sum) = (chip.ActivationBits, chip.AccumulatorBits);
            var perBit = v * bits;
            var activations = perBit * RowGroups - Skipped;
            var delivered = v * SegmentWidths * sum;
            var weights = StoredWeights * chip.WeightBits;
            var selects = layer.Intra is { MaskCount: > 1 } intra ? (perBit * StoredWeights - SkippedWeights) * (intra.Rows - 1) : 0;
            return new SparseCounts([
                (SparseUnit.ArrayActivation, activations),
                (SparseUnit.InputBit, perBit * SourceRows - SkippedSourceRows),
                (SparseUnit.AdderTree, activations * chip.Columns),
                (SparseUnit.ShiftAdd, activations * chip.Columns),
                (SparseUnit.Accumulation, v * (GroupWidths + SegmentWidths)),
                (SparseUnit.IndexDecode, copies * MacroFullBlocks + v * IntraEntries),
                (SparseUnit.Mux, selects),
                (SparseUnit.ZeroDetection, detectsZeros ? perBit * RowGroups : 0),
                (SparseUnit.PostProcessing, v * shape.Groups * shape.Columns),
                (SparseUnit.ArrayWrite, weights * copies),
                (SparseUnit.GlobalBufferRead, LoadBits),
                (SparseUnit.GlobalBufferWrite, StoreBits),
                (SparseUnit.InputBufferWrite, perBit * MacroSourceRows),
                (SparseUnit.InputBufferRead, perBit * SourceRows),
                (SparseUnit.WeightBufferWrite, weights),
                (SparseUnit.WeightBufferRead, weights * copies),
                (SparseUnit.OutputBufferWrite, delivered + PartialLoadBits),
                (SparseUnit.OutputBufferRead, delivered + v * sum * (WordsWritten - distinctOutputs)),
                (SparseUnit.FifoWrite, delivered),
                (SparseUnit.FifoRead, delivered),
                (SparseUnit.IndexMemoryWrite, copies * MacroIndexBits),
                (SparseUnit.IndexMemoryRead, copies * MacroIndexBits + v * IntraEntries * (layer.Intra?.IndexBits ?? 0)),
            ]);
        }
    }
}
