namespace Cimarron.DualMode;

/// <summary>
/// A chip of identical arrays, each of which computes (holds a tile of weights) or stores (holds bytes of tensors) at any time. Bandwidths are whole
/// bits per cycle, so that every time is an exact whole number of cycles.
/// </summary>
public sealed record DualModeChip
{
    /// <summary>Name, e.g. <c>dynaplasia</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One paragraph on what it models.</summary>
    public string Description { get; init; } = "";

    /// <summary>Switchable arrays, ≥ 1.</summary>
    public required int Arrays { get; init; }

    /// <summary>Rows of an array: elements of the reduction in a tile, ≥ 1.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of cells of an array, ≥ 1.</summary>
    public required int Columns { get; init; }

    /// <summary>Bits of a cell, ≥ 1.</summary>
    public required int CellBits { get; init; }

    /// <summary>Columns of cells that one weight takes, ≥ 1, ≤ <see cref="Columns"/>.</summary>
    public required int CellsPerWeight { get; init; }

    /// <summary>Bits of a weight.</summary>
    public int WeightBits { get; init; } = 8;

    /// <summary>Bits of an activation.</summary>
    public int ActivationBits { get; init; } = 8;

    /// <summary>Cycles of one matrix-vector step, ≥ 1.</summary>
    public required int StepCycles { get; init; }

    /// <summary>Bandwidth of the on-chip buffer, all banks, bits per cycle.</summary>
    public required long InternalBitsPerCycle { get; init; }

    /// <summary>Bandwidth to the external memory, bits per cycle, ≥ 1.</summary>
    public required long ExternalBitsPerCycle { get; init; }

    /// <summary>Bandwidth of one array in memory mode (D_cim), bits per cycle.</summary>
    public required long ArrayBitsPerCycle { get; init; }

    /// <summary>Capacity of the on-chip buffer, bytes; a window for streams, it keeps no tensor between segments.</summary>
    public required long BufferBytes { get; init; }

    /// <summary>Cycles to switch one array from memory to compute.</summary>
    public required int SwitchToComputeCycles { get; init; }

    /// <summary>Cycles to switch one array from compute to memory.</summary>
    public required int SwitchToMemoryCycles { get; init; }

    /// <summary>Cycles to write one array's weights; the bus may take longer.</summary>
    public required int WriteCycles { get; init; }

    /// <summary>Elements per cycle of the vector unit; 0 when vector operators cost nothing.</summary>
    public required int VectorWidth { get; init; }

    /// <summary>Whether a tensor can be written column by column, so that Kᵀ can lie in arrays the way Q·Kᵀ needs it.</summary>
    public bool WritesTransposed { get; init; }

    /// <summary>Whether copies of a tile cross the bus once.</summary>
    public bool MulticastsWrites { get; init; }

    /// <summary>Whether the operators of a segment divide internal and external bandwidth evenly instead of each having all of it.</summary>
    public bool SharesMainBandwidth { get; init; }

    /// <summary>Clock, MHz; null when unknown.</summary>
    public double? ClockMegahertz { get; init; }

    /// <summary>SHA-256 of the fields, 64 lower-case hex digits.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Weights a row of an array holds.</summary>
    public int WeightColumns => Columns / CellsPerWeight;

    /// <summary>Bytes an array stores in memory mode.</summary>
    public long ArrayBytes => (long)Rows * Columns * CellBits / 8;

    /// <summary>Internal and external bandwidth together (D_main), bits per cycle.</summary>
    public long MainBitsPerCycle => InternalBitsPerCycle + ExternalBitsPerCycle;
}
