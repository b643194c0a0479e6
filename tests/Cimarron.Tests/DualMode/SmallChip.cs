using Cimarron.DualMode;

namespace Cimarron.Tests.DualMode;

/// <summary>Twelve arrays of 16 × 8 weights, 128 bytes each: small enough to count by hand.</summary>
internal static class SmallChip
{
    public static DualModeChip Chip { get; } = new()
    {
        Name = "small",
        Arrays = 12,
        Rows = 16,
        Columns = 64,
        CellBits = 1,
        CellsPerWeight = 8,
        StepCycles = 8,
        InternalBitsPerCycle = 64,
        ExternalBitsPerCycle = 32,
        ArrayBitsPerCycle = 16,
        BufferBytes = 1024,
        SwitchToComputeCycles = 2,
        SwitchToMemoryCycles = 3,
        WriteCycles = 16,
        VectorWidth = 8,
        WritesTransposed = true,
    };
}
