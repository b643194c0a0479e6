using System.Globalization;

namespace Cimarron.Hardware.Reading;

/// <summary>
/// Changes fields of a chip's text and derives the energies of changed SRAMs. The result is again a chip file, comments and all, so
/// a variant is read by the same code as any other chip and can be saved.
/// </summary>
internal static class ChipVariant
{
    /// <summary>Applies overrides such as <c>cores=16</c> or <c>Global_buffer.size=512KiB</c>.</summary>
    public static ChipDefinition Apply(ChipText template, IReadOnlyList<string> overrides)
    {
        var problems = new Problems($"--set for chip '{template.Sheet.Name}'");
        var changes = OverrideParser.Parse(template, overrides, problems);
        problems.ThrowIfAny();
        if (changes.Count == 0)
        {
            return new ChipDefinition(template.Chip, template.Text);
        }

        var label = $"{template.File} with {string.Join(" ", overrides.Select(o => $"--set {o}"))}";
        var changed = ChipText.Read(Edit(template.Text, changes), label);
        var sentences = changes.Select(c => $"{c.Field.Path} set to {c.Text} (was {c.Was}).").ToList();
        if (changes.Any(c => c.Field.Path is "cores" or "macro.rows" or "macro.columns") && changes.All(c => c.Field.Path != "leakage"))
        {
            sentences.Add("leakage and energies per bit are not scaled with the number of cores or the macro's shape.");
        }

        var recosted = Recost(template, changed, [.. changes.Select(c => c.Field.Path)], sentences, problems);
        problems.ThrowIfAny();
        var text = Edit(changed.Text, recosted);
        text = string.Concat(sentences.Select(s => $"# Variant: {s}\n")) + text;
        var result = ChipText.Read(text, label).Chip;
        return new ChipDefinition(result with { Derivations = [.. sentences, .. result.Derivations] }, text);
    }

    /// <summary>New figures for every SRAM whose size or port changed, and for the leakage; figures the user set himself stay.</summary>
    private static List<FieldChange> Recost(ChipText template, ChipText changed, HashSet<string> set, List<string> sentences, Problems problems)
    {
        var edits = new List<FieldChange>();
        var fields = ChipField.All(changed.Root, changed.Sheet).ToDictionary(f => f.Path);
        var table = SramTable.For(changed.Sheet.Sram.TechnologyNanometres, changed.Sheet.Sram.Cell);
        var leakageSet = set.Contains("leakage") || template.Sheet.Leakage is null;
        double leakageBefore = 0, leakageAfter = 0;
        var anyChanged = false;
        foreach (var (old, level) in template.Sheet.Levels.Zip(changed.Sheet.Levels).Where(p => p.First.Kind == MemoryKind.Sram))
        {
            var isChanged = old.SizeBits != level.SizeBits || old.Port != level.Port;
            anyChanged |= isChanged;
            var (before, after) = (table.Find(old.SizeBits ?? 0, old.Port), table.Find(level.SizeBits ?? 0, level.Port));
            var instances = ChipBuilder.Instances(template.Sheet, old);
            leakageBefore += instances * (before?.LeakageMilliwatts ?? 0);
            leakageAfter += instances * (after?.LeakageMilliwatts ?? 0);
            if (isChanged)
            {
                RecostLevel(changed.Sheet, level, old, (before, after), fields, (set, leakageSet), edits, sentences, problems);
            }
        }

        if (anyChanged && !leakageSet && leakageBefore > 0)
        {
            var leakage = template.Sheet.Leakage!.Value * leakageAfter / leakageBefore;
            edits.Add(new FieldChange(fields["leakage"], Text(leakage, "nJ/cycle"), ""));
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"leakage scaled by {leakageAfter / leakageBefore:G6}, the ratio of the summed SRAM leakages of the CACTI 7 table (every buffer of {template.Sheet.Cores} cores counted), to {leakage:G6} nJ/cycle."));
        }

        return edits;
    }

    private static void RecostLevel(
        ChipSheet sheet,
        LevelSheet level,
        LevelSheet old,
        (SramFigures? Before, SramFigures? After) figures,
        Dictionary<string, ChipField> fields,
        (HashSet<string> Set, bool Leakage) fix,
        List<FieldChange> edits,
        List<string> sentences,
        Problems problems)
    {
        var scaleRead = old.Read is not null && !fix.Set.Contains($"{level.Name}.read");
        var scaleWrite = old.Write is not null && !fix.Set.Contains($"{level.Name}.write");
        if (!scaleRead && !scaleWrite && fix.Leakage)
        {
            return;
        }

        if (figures.Before is not { } before || figures.After is not { } after)
        {
            problems.Add("CIM0315", ChipBuilder.OutOfTable(figures.Before is null ? old : level), field: level.Name, hint: $"set {level.Name}.read, {level.Name}.write and leakage yourself, or choose a size inside the table");
            return;
        }

        var parts = new List<string>();
        void Scale(string key, double energy, double from, double to)
        {
            edits.Add(new FieldChange(fields[$"{level.Name}.{key}"], Text(energy * to / from, "pJ/bit"), ""));
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{key} energy scaled by {to / from:G6} to {energy * to / from:G6} pJ/bit"));
        }

        if (scaleRead)
        {
            Scale("read", old.Read!.Value, before.ReadPicojoulesPerBit, after.ReadPicojoulesPerBit);
        }

        if (scaleWrite)
        {
            Scale("write", old.Write!.Value, before.WritePicojoulesPerBit, after.WritePicojoulesPerBit);
        }

        if (parts.Count > 0)
        {
            sentences.Add($"{level.Name}: {string.Join(", ", parts)}, the ratio of the CACTI 7 table between ({ChipBuilder.Describe(sheet, old)}) and ({ChipBuilder.Describe(sheet, level)}).");
        }
    }

    private static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:R} {unit}");

    /// <summary>Replaces the values in the text; a key that is not there yet becomes the first of its mapping.</summary>
    private static string Edit(string text, IReadOnlyList<FieldChange> changes)
    {
        foreach (var change in changes.OrderByDescending(c => c.Start).ThenBy(c => c.Field.Path, StringComparer.Ordinal))
        {
            var field = change.Field;
            if (field.Value is { } value)
            {
                text = string.Concat(text.AsSpan(0, value.Start), change.Text, text.AsSpan(value.End));
                continue;
            }

            var first = field.Owner.Entries[0].Key.Start;
            var column = first - (text.LastIndexOf('\n', first - 1) + 1);
            var separator = field.Owner.IsFlow ? ", " : "\n" + new string(' ', column);
            text = text.Insert(first, $"{field.Key}: {change.Text}{separator}");
        }

        return text;
    }
}
