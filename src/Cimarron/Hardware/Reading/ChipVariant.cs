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

        var recosting = new SramRecosting(template.Sheet, changed, [.. changes.Select(c => c.Field.Path)], problems);
        recosting.Run();
        problems.ThrowIfAny();
        sentences.AddRange(recosting.Sentences);
        var text = Edit(changed.Text, recosting.Changes);
        text = string.Concat(sentences.Select(s => $"# Variant: {s}\n")) + text;
        var result = ChipText.Read(text, label).Chip;
        return new ChipDefinition(result with { Derivations = [.. sentences, .. result.Derivations] }, text);
    }

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
