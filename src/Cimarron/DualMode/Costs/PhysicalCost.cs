using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Costs;

/// <summary>
/// What the timing simulator executes, in whole cycles: a copy takes whole rows, loads share the bus, results and partial sums are streamed too.
/// </summary>
public sealed class PhysicalCost(DualModeChip chip) : ICostModel
{
    /// <inheritdoc/>
    public bool KeepsTensors => true;

    /// <inheritdoc/>
    public double ComputeTime(Piece piece, int copies) => (double)((piece.Operator.Rows + (long)copies - 1) / copies) * chip.StepCycles;

    /// <inheritdoc/>
    public double StreamTime(Piece piece, int arrays, int operators)
    {
        var results = (piece.IsFinished ? chip.ActivationBits : 32L) + (piece.HasEarlierRows ? 32L : 0);
        var bits = ((Whole128)piece.StreamedElements * chip.ActivationBits) + ((Whole128)piece.ResultElements * results);
        var parts = chip.SharesMainBandwidth ? operators : 1;
        return Whole128.Ceiling(bits * parts, ((Whole128)arrays * chip.ArrayBitsPerCycle * parts) + chip.MainBitsPerCycle);
    }

    /// <inheritdoc/>
    public double VectorTime(Piece piece)
    {
        if (chip.VectorWidth == 0)
        {
            return 0;
        }

        var (part, all) = piece.Operator.IsMatrix ? (piece.IsFinished ? piece.Features.Count : 0, piece.Operator.TotalColumns) : (1, 1);
        var slowest = 0.0;
        foreach (var vector in piece.Operator.Vectors.AsSpan())
        {
            slowest = Math.Max(slowest, Whole128.Ceiling((Whole128)vector.Elements * part, (Whole128)all * chip.VectorWidth));
        }

        return slowest;
    }

    /// <inheritdoc/>
    public double ReloadTime(ReadOnlySpan<Piece> pieces, ReadOnlySpan<int> copies)
    {
        Whole128 bits = 0;
        var slowest = 0L;
        for (var i = 0; i < pieces.Length; i++)
        {
            var crossings = chip.MulticastsWrites ? Math.Min(1, copies[i]) : copies[i];
            bits += (((Whole128)pieces[i].WeightElements * chip.WeightBits) + pieces[i].IndexBits) * crossings;
            slowest = Math.Max(slowest, (long)copies[i] * pieces[i].Tiles.Count * chip.WriteCycles);
        }

        return Math.Max(slowest, Whole128.Ceiling(bits, chip.ExternalBitsPerCycle));
    }

    /// <inheritdoc/>
    public double ExternalTime(long bytes) => Whole128.Ceiling((Whole128)bytes * 8, chip.ExternalBitsPerCycle);
}
