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
        var bits = ((Int128)piece.StreamedElements * chip.ActivationBits) + ((Int128)piece.ResultElements * results);
        var parts = chip.SharesMainBandwidth ? operators : 1;
        return Ceiling(bits * parts, ((Int128)arrays * chip.ArrayBitsPerCycle * parts) + chip.MainBitsPerCycle);
    }

    /// <inheritdoc/>
    public double VectorTime(Piece piece)
    {
        if (chip.VectorWidth == 0)
        {
            return 0;
        }

        var (part, all) = piece.Operator.IsMatrix ? (piece.IsFinished ? piece.Features.Count : 0, piece.Operator.TotalColumns) : (1, 1);
        return piece.Operator.Vectors.Select(v => Ceiling((Int128)v.Elements * part, (Int128)all * chip.VectorWidth)).DefaultIfEmpty(0).Max();
    }

    /// <inheritdoc/>
    public double ReloadTime(ReadOnlySpan<Piece> pieces, ReadOnlySpan<int> copies)
    {
        Int128 bits = 0;
        var slowest = 0L;
        for (var i = 0; i < pieces.Length; i++)
        {
            var crossings = chip.MulticastsWrites ? Math.Min(1, copies[i]) : copies[i];
            bits += crossings * (((Int128)pieces[i].WeightElements * chip.WeightBits) + pieces[i].IndexBits);
            slowest = Math.Max(slowest, (long)copies[i] * pieces[i].Tiles.Count * chip.WriteCycles);
        }

        return Math.Max(slowest, Ceiling(bits, chip.ExternalBitsPerCycle));
    }

    /// <inheritdoc/>
    public double ExternalTime(long bytes) => Ceiling((Int128)bytes * 8, chip.ExternalBitsPerCycle);

    /// <summary>Dividing 128 bits takes ten times as long, and is hardly ever needed.</summary>
    private static double Ceiling(Int128 a, Int128 b) => a + b <= long.MaxValue ? ((long)a + (long)b - 1) / (long)b : (double)((a + b - 1) / b);
}
