using System.Globalization;

namespace Cimarron.Hardware.Reading;

/// <summary>
/// New figures for the SRAMs of a variant whose size or port changed, and for the leakage: those of the template, scaled by the table's
/// ratio new/old. Figures the user set himself stay.
/// </summary>
/// <param name="template">The chip before the changes.</param>
/// <param name="changed">The chip after them, still with the old figures.</param>
/// <param name="set">Paths of the fields the user set.</param>
/// <param name="problems">Takes the memories that lie outside of the table.</param>
internal sealed class SramRecosting(ChipSheet template, ChipText changed, HashSet<string> set, Problems problems)
{
    private readonly SramTable _table = SramTable.For(changed.Sheet.Sram.TechnologyNanometres, changed.Sheet.Sram.Cell);
    private readonly Dictionary<string, ChipField> _fields = ChipField.All(changed.Root, changed.Sheet).ToDictionary(f => f.Path);

    /// <summary>The new figures.</summary>
    public List<FieldChange> Changes { get; } = [];

    /// <summary>How each was derived.</summary>
    public List<string> Sentences { get; } = [];

    /// <summary>Whether the leakage of the file is scaled: not when the user set it, nor when the file takes it from the table.</summary>
    private bool ScalesLeakage => !set.Contains("leakage") && template.Leakage is not null;

    public void Run()
    {
        double leakageBefore = 0, leakageAfter = 0;
        var anyChanged = false;
        foreach (var (old, level) in template.Levels.Zip(changed.Sheet.Levels).Where(p => p.First.Kind == MemoryKind.Sram))
        {
            var (before, after) = (Figures(old), Figures(level));
            var instances = ChipBuilder.Instances(template, old);
            leakageBefore += instances * (before?.LeakageMilliwatts ?? 0);
            leakageAfter += instances * (after?.LeakageMilliwatts ?? 0);
            if (old.SizeBits != level.SizeBits || old.Port != level.Port)
            {
                anyChanged = true;
                Recost(old, level, before, after);
            }
        }

        if (anyChanged && ScalesLeakage && leakageBefore > 0)
        {
            ReportUnknownShares();
            var ratio = leakageAfter / leakageBefore;
            var leakage = template.Leakage!.Value * ratio;
            Change("leakage", leakage, "nJ/cycle");
            Sentences.Add(string.Create(CultureInfo.InvariantCulture, $"leakage scaled by {ratio:G6}, the ratio of the summed SRAM leakages of the CACTI 7 table (every buffer of {template.Cores} cores counted), to {leakage:G6} nJ/cycle."));
        }
    }

    /// <summary>An unchanged buffer outside of the table has an unknown share of the leakage, so the rest cannot be scaled by its share.</summary>
    private void ReportUnknownShares()
    {
        foreach (var level in template.Levels.Zip(changed.Sheet.Levels).Where(p => p.First.Kind == MemoryKind.Sram && p.First.SizeBits == p.Second.SizeBits && p.First.Port == p.Second.Port && Figures(p.First) is null).Select(p => p.First))
        {
            problems.Add("CIM0315", $"{ChipBuilder.OutOfTable(level)}, so the leakage cannot be divided among the buffers", field: level.Name, hint: "set leakage yourself");
        }
    }

    private void Recost(LevelSheet old, LevelSheet level, SramFigures? before, SramFigures? after)
    {
        var scalesRead = old.Read is not null && !set.Contains($"{level.Name}.read");
        var scalesWrite = old.Write is not null && !set.Contains($"{level.Name}.write");
        if (!scalesRead && !scalesWrite && !ScalesLeakage)
        {
            return;
        }

        if (before is not { } from || after is not { } to)
        {
            problems.Add("CIM0315", ChipBuilder.OutOfTable(before is null ? old : level), field: level.Name, hint: $"set {level.Name}.read, {level.Name}.write and leakage yourself, or choose a size inside the table");
            return;
        }

        var parts = new List<string>();
        if (scalesRead)
        {
            parts.Add(Scale(level, "read", old.Read!.Value, to.ReadPicojoulesPerBit / from.ReadPicojoulesPerBit));
        }

        if (scalesWrite)
        {
            parts.Add(Scale(level, "write", old.Write!.Value, to.WritePicojoulesPerBit / from.WritePicojoulesPerBit));
        }

        if (parts.Count > 0)
        {
            Sentences.Add($"{level.Name}: {string.Join(", ", parts)}, the ratio of the CACTI 7 table between ({ChipBuilder.Describe(changed.Sheet, old)}) and ({ChipBuilder.Describe(changed.Sheet, level)}).");
        }
    }

    private string Scale(LevelSheet level, string key, double energy, double ratio)
    {
        Change($"{level.Name}.{key}", energy * ratio, "pJ/bit");
        return string.Create(CultureInfo.InvariantCulture, $"{key} energy scaled by {ratio:G6} to {energy * ratio:G6} pJ/bit");
    }

    private void Change(string path, double value, string unit) =>
        Changes.Add(new FieldChange(_fields[path], string.Create(CultureInfo.InvariantCulture, $"{value:R} {unit}"), ""));

    private SramFigures? Figures(LevelSheet level) => _table.Find(level.SizeBits ?? 0, level.Port);
}
