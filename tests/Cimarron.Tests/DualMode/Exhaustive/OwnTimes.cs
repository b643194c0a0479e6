using Cimarron.DualMode;

namespace Cimarron.Tests.DualMode.Exhaustive;

/// <summary>Times of the physical model by the rules of docs/meta-program.md, in whole cycles.</summary>
internal sealed class OwnTimes(DualModeChip chip)
{
    public static long Ceiling(long a, long b) => (a + b - 1) / b;

    public long External(long bytes) => Ceiling(bytes * 8, chip.ExternalBitsPerCycle);

    public long Switch(int from, int to) => to > from ? (long)(to - from) * chip.SwitchToMemoryCycles : (long)(from - to) * chip.SwitchToComputeCycles;

    public long Run(OwnPiece piece, int copies, int memory, int operators)
    {
        if (!piece.Operator.IsMatrix)
        {
            return Vector(piece);
        }

        // Whole rows go to copies. Inputs stream in at 8 bits, results out at 8, partial sums in and out at 32.
        var compute = Ceiling(piece.Operator.Rows, copies) * chip.StepCycles;
        var bits = (piece.Streamed * 8) + ((long)piece.Operator.Rows * piece.Columns * ((piece.IsFinished ? 8 : 32) + (piece.HasEarlierRows ? 32 : 0)));
        var share = chip.SharesMainBandwidth ? operators : 1;
        var stream = Ceiling(bits * share, (memory * chip.ArrayBitsPerCycle * share) + chip.InternalBitsPerCycle + chip.ExternalBitsPerCycle);
        return Math.Max(Vector(piece), Math.Max(compute, stream));
    }

    public long Load(IReadOnlyList<OwnPiece> pieces, IReadOnlyList<int> copies)
    {
        var crossing = pieces.Select((p, i) => p.Weights * 8 * (chip.MulticastsWrites ? Math.Min(1, copies[i]) : copies[i])).Sum();
        return Math.Max(pieces.Select((p, i) => (long)p.Tiles * copies[i] * chip.WriteCycles).Max(), Ceiling(crossing, chip.ExternalBitsPerCycle));
    }

    private long Vector(OwnPiece piece)
    {
        if (chip.VectorWidth == 0 || !piece.IsFinished || piece.Operator.Vectors.IsEmpty)
        {
            return 0;
        }

        return piece.Operator.Vectors.Max(v => piece.Operator.IsMatrix ? Ceiling(v.Elements * piece.Columns, (long)piece.Operator.Columns * chip.VectorWidth) : Ceiling(v.Elements, chip.VectorWidth));
    }
}
