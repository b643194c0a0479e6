using System.Globalization;
using System.Text;

namespace Cimarron.Sparsity.Chips;

/// <summary>A sparse chip as a chip file, with every energy stated.</summary>
public static class SparseChipYaml
{
    /// <summary>The YAML; reading it gives an equal chip.</summary>
    /// <param name="chip">A chip with the sizes of its memories.</param>
    public static string Of(SparseChip chip)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"kind: sparse");
        Line($"name: {chip.Name}");
        if (chip.Description.Length > 0)
        {
            Line($"description: '{chip.Description.ReplaceLineEndings(" ").Replace("'", "''", StringComparison.Ordinal)}'");
        }

        Line($"macroRows: {chip.MacroRows}");
        Line($"macroColumns: {chip.MacroColumns}");
        Line($"rows: {chip.Rows}");
        Line($"columns: {chip.Columns}");
        Line($"subarrayRows: {chip.SubarrayRows}");
        Line($"cellsPerWeight: {chip.CellsPerWeight}");
        Line($"weight: {chip.WeightBits} bit");
        Line($"activation: {chip.ActivationBits} bit");
        Line($"accumulator: {chip.AccumulatorBits} bit");
        Line($"load: {chip.LoadBitsPerCycle} bit/cycle");
        Line($"store: {chip.StoreBitsPerCycle} bit/cycle");
        Line($"rowWriteCycles: {chip.RowWriteCycles}");
        Line($"doubleBuffered: {Flag(chip.IsDoubleBuffered)}");
        Line($"detectsZeros: {Flag(chip.DetectsZeros)}");
        Line($"clock: {chip.ClockMegahertz:R} MHz");
        Line($"sramCell: {chip.SramCell}");
        foreach (var (memory, size) in chip.Memories)
        {
            Line($"{SparseNames.Key(memory)}: {{ size: {size.Bits} bit, width: {size.WidthBits} bit }}");
        }

        Line($"energies:");
        foreach (var (unit, picojoules) in chip.UnitEnergies)
        {
            Line($"  {SparseNames.Key(unit)}: {picojoules:R} pJ");
        }

        Line($"static: {chip.StaticMilliwatts:R} mW");
        return text.ToString();
    }

    private static string Flag(bool value) => value ? "true" : "false";
}
