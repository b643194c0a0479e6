using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Costs;

/// <summary>
/// The equations as printed: L = OP / min(Com · OP_cim, (Mem · D_cim + D_main) · AI) (Eq. 10), loads of Com · write latency per operator. Vector operators are free.
/// </summary>
public sealed class PaperCost(DualModeChip chip, CostSettings settings) : ICostModel
{
    /// <inheritdoc/>
    public bool KeepsTensors => false;

    /// <inheritdoc/>
    public double ComputeTime(Piece piece, int copies) => (double)piece.Operator.Rows * chip.StepCycles / copies;

    /// <inheritdoc/>
    public double StreamTime(Piece piece, int arrays, int operators)
    {
        // OP / AI is the moving operand's size when AI = K, and moving plus stationary operand when AI counts both.
        var bytes = piece.StreamedElements * chip.ActivationBits / 8.0;
        if (settings.CountsPackInIntensity && settings.PacksGroups && piece.Operator is { Groups: > 1, Stationary: < 0 })
        {
            bytes /= Tiling.Of(piece.Operator, chip, packsGroups: true).GroupsPerTile;
        }

        if (settings.CountsWeightsInIntensity)
        {
            bytes += WeightBytes(piece);
        }

        var main = chip.MainBitsPerCycle / 8.0 / (chip.SharesMainBandwidth ? operators : 1);
        return bytes / ((arrays * chip.ArrayBitsPerCycle / 8.0) + main);
    }

    /// <inheritdoc/>
    public double VectorTime(Piece piece) => 0;

    /// <inheritdoc/>
    public double ReloadTime(ReadOnlySpan<Piece> pieces, ReadOnlySpan<int> copies)
    {
        var (slowest, bytes) = (0.0, 0.0);
        for (var i = 0; i < pieces.Length; i++)
        {
            slowest = Math.Max(slowest, (double)copies[i] * pieces[i].Tiles.Count * chip.WriteCycles);
            bytes += copies[i] * WeightBytes(pieces[i]);
        }

        return settings.HasFreeBus ? slowest : Math.Max(slowest, bytes * 8 / chip.ExternalBitsPerCycle);
    }

    /// <inheritdoc/>
    public double ExternalTime(long bytes) => bytes * 8.0 / chip.ExternalBitsPerCycle;

    private double WeightBytes(Piece piece) => (piece.WeightElements * chip.WeightBits / 8.0) + (piece.IndexBits / 8.0);
}
