using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Chips;

/// <summary>Gates behind one event of the logic units of a chip; all decided here, docs/sparse-energy.md says why.</summary>
public static class UnitGates
{
    /// <summary>Bits of the factor with which results are scaled.</summary>
    public const int ScaleBits = 16;

    /// <summary>Units whose energy follows from gates, in order.</summary>
    public static IReadOnlyList<SparseUnit> Units { get; } =
    [
        SparseUnit.ArrayActivation, SparseUnit.InputBit, SparseUnit.AdderTree, SparseUnit.ShiftAdd, SparseUnit.Accumulation, SparseUnit.IndexDecode, SparseUnit.Mux,
        SparseUnit.ZeroDetection, SparseUnit.PostProcessing,
    ];

    /// <summary>Gates of one event.</summary>
    /// <param name="unit">One of <see cref="Units"/>.</param>
    /// <param name="chip">The chip; its energies are not looked at.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is a memory.</exception>
    public static GateCount Of(SparseUnit unit, SparseChip chip)
    {
        var rows = chip.SubarrayRows;
        var address = IntraBlock.BitsFor(rows);
        var product = IntraBlock.BitsFor(rows + 1L) + chip.ActivationBits;
        return unit switch
        {
            SparseUnit.ArrayActivation => new GateCount((long)rows * chip.Columns),
            SparseUnit.InputBit => new GateCount(1, 0, 1),
            SparseUnit.AdderTree => TreeAdders(rows) * GateCount.FullAdder,
            SparseUnit.ShiftAdd => product * Register(GateCount.FullAdder),
            SparseUnit.Accumulation => chip.AccumulatorBits * Register(GateCount.FullAdder),
            SparseUnit.IndexDecode => new GateCount((long)rows * address, 0, address),
            SparseUnit.Mux => new GateCount(3),
            SparseUnit.ZeroDetection => new GateCount(rows - 1),
            SparseUnit.PostProcessing => (long)chip.AccumulatorBits * ScaleBits * (GateCount.FullAdder + new GateCount(1)) + chip.AccumulatorBits * GateCount.FullAdder + chip.ActivationBits * Register(new GateCount(3)),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "a memory has no gates"),
        };
    }

    /// <summary>Full adders that sum single bits pair by pair: level k has adders of k bits.</summary>
    /// <param name="inputs">Bits to sum, ≥ 1.</param>
    public static long TreeAdders(int inputs)
    {
        long adders = 0;
        for (var (level, left) = (1, inputs); left > 1; level++, left = left / 2 + left % 2)
        {
            adders += (long)level * (left / 2);
        }

        return adders;
    }

    private static GateCount Register(GateCount gates) => gates + new GateCount(0, 0, 1);
}
