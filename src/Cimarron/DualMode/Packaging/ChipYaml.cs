using System.Globalization;

namespace Cimarron.DualMode.Packaging;

/// <summary>A dual-mode chip as a chip file.</summary>
public static class ChipYaml
{
    /// <summary>The YAML; reading it gives an equal chip.</summary>
    public static string Of(DualModeChip chip)
    {
        var description = chip.Description.Length == 0 ? "" : $"description: '{chip.Description.ReplaceLineEndings(" ").Replace("'", "''", StringComparison.Ordinal)}'\n";
        var clock = chip.ClockMegahertz is { } mhz ? string.Create(CultureInfo.InvariantCulture, $"clock: {mhz:R} MHz\n") : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
            kind: dual-mode
            name: {chip.Name}
            {description}arrays: {chip.Arrays}
            rows: {chip.Rows}
            columns: {chip.Columns}
            cellBits: {chip.CellBits} bit
            cellsPerWeight: {chip.CellsPerWeight}
            weight: {chip.WeightBits} bit
            activation: {chip.ActivationBits} bit
            stepCycles: {chip.StepCycles}
            buffer: {chip.BufferBytes} B
            internal: {chip.InternalBitsPerCycle} bit/cycle
            external: {chip.ExternalBitsPerCycle} bit/cycle
            memoryMode: {chip.ArrayBitsPerCycle} bit/cycle
            switchToCompute: {chip.SwitchToComputeCycles}
            switchToMemory: {chip.SwitchToMemoryCycles}
            writeCycles: {chip.WriteCycles}
            vectorWidth: {chip.VectorWidth}
            writesTransposed: {Flag(chip.WritesTransposed)}
            multicastsWrites: {Flag(chip.MulticastsWrites)}
            sharesMainBandwidth: {Flag(chip.SharesMainBandwidth)}
            {clock}
            """);
    }

    private static string Flag(bool value) => value ? "true" : "false";
}
