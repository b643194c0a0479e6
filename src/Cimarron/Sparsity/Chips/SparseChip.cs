using System.Collections.Immutable;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Chips;

/// <summary>A chip of rigid digital arrays: X × Y macros whose rows share an input and whose columns share an accumulator. Times are whole cycles.</summary>
public sealed record SparseChip
{
    /// <summary>Name, e.g. <c>ciminus-4</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One paragraph on what it models.</summary>
    public string Description { get; init; } = "";

    /// <summary>X: rows of macros, which split the reduction, ≥ 1.</summary>
    public required int MacroRows { get; init; }

    /// <summary>Y: columns of macros, which split the outputs, ≥ 1.</summary>
    public required int MacroColumns { get; init; }

    /// <summary>H: rows of a macro, ≥ 1.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of cells of a macro, ≥ <see cref="CellsPerWeight"/>.</summary>
    public required int Columns { get; init; }

    /// <summary>h: rows of a sub-array, which one activation takes, ≥ 1, ≤ <see cref="Rows"/>.</summary>
    public required int SubarrayRows { get; init; }

    /// <summary>Columns of cells that one weight takes, ≥ 1: its bits, or 1 when a cell is a whole weight.</summary>
    public required int CellsPerWeight { get; init; }

    /// <summary>Bits of a weight, 1 … 32.</summary>
    public int WeightBits { get; init; } = 8;

    /// <summary>β: bits of an activation, one cycle each, 1 … 32.</summary>
    public int ActivationBits { get; init; } = 8;

    /// <summary>Bits of a partial sum, 1 … 64.</summary>
    public int AccumulatorBits { get; init; } = 32;

    /// <summary>Bandwidth from the global buffer to the macros, bits per cycle, ≥ 1.</summary>
    public required long LoadBitsPerCycle { get; init; }

    /// <summary>Bandwidth to the global buffer, bits per cycle, ≥ 1.</summary>
    public required long StoreBitsPerCycle { get; init; }

    /// <summary>Cycles to write one row of a macro, ≥ 0; macros are written side by side.</summary>
    public int RowWriteCycles { get; init; } = 1;

    /// <summary>Capacity of the output buffer, bits.</summary>
    public required long OutputBufferBits { get; init; }

    /// <summary>Sizes of the memories, from which energies are derived; empty if all are stated.</summary>
    public ImmutableSortedDictionary<SparseMemory, MemorySize> Memories { get; init; } = ImmutableSortedDictionary<SparseMemory, MemorySize>.Empty;

    /// <summary>Transistors of the memories, a class of the SRAM table: <c>itrs-lstp</c>, <c>itrs-lop</c> or <c>itrs-hp</c>.</summary>
    public string SramCell { get; init; } = "itrs-lstp";

    /// <summary>Whether a step loads, computes and writes back while its neighbours do.</summary>
    public bool IsDoubleBuffered { get; init; } = true;

    /// <summary>Whether bits that are zero in a whole row group can be skipped.</summary>
    public bool DetectsZeros { get; init; } = true;

    /// <summary>Clock, MHz, &gt; 0.</summary>
    public required double ClockMegahertz { get; init; }

    /// <summary>Energy of one event or bit by unit, pJ, each ≥ 0; a figure for every unit.</summary>
    public required ImmutableSortedDictionary<SparseUnit, double> UnitEnergies { get; init; }

    /// <summary>Static power of the whole chip, mW, ≥ 0.</summary>
    public required double StaticMilliwatts { get; init; }

    /// <summary>SHA-256 over everything above but names; empty until it is read from a file.</summary>
    public string Hash { get; init; } = "";

    /// <summary>w: weight columns of a macro.</summary>
    public int WeightColumns => Columns / CellsPerWeight;

    /// <summary>Macros.</summary>
    public int Macros => MacroRows * MacroColumns;
}
