using System.Collections.Immutable;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>A chip small enough to walk by hand: weights of 8 bits in one cell, everything else as a test says.</summary>
internal static class WalkedChip
{
    public static SparseChip Create(int rows, int subarrayRows, int columns, int macroRows = 1, int macroColumns = 1) => new()
    {
        Name = "walked",
        MacroRows = macroRows,
        MacroColumns = macroColumns,
        Rows = rows,
        SubarrayRows = subarrayRows,
        Columns = columns,
        CellsPerWeight = 1,
        ActivationBits = 1,
        AccumulatorBits = 16,
        LoadBitsPerCycle = 4,
        StoreBitsPerCycle = 1,
        OutputBufferBits = 1 << 20,
        ClockMegahertz = 500,
        StaticMilliwatts = 0,
        UnitEnergies = SparseCounts.Units.ToImmutableSortedDictionary(u => u, _ => 1.0),
    };
}
