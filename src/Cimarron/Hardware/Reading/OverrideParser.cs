namespace Cimarron.Hardware.Reading;

/// <summary>Reads overrides <c>path=value</c>.</summary>
internal static class OverrideParser
{
    public static IReadOnlyList<FieldChange> Parse(ChipText chip, IReadOnlyList<string> overrides, Problems problems)
    {
        var fields = ChipField.All(chip.Root, chip.Sheet);
        var changes = new List<FieldChange>();
        foreach (var text in overrides)
        {
            if (Parse(text, fields, problems) is not { } change)
            {
                continue;
            }

            if (changes.Any(c => c.Field.Path == change.Field.Path))
            {
                problems.Add("CIM0314", $"'{change.Field.Path}' is set twice", field: change.Field.Path, hint: "keep one of the two");
            }
            else
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    private static FieldChange? Parse(string text, IReadOnlyList<ChipField> fields, Problems problems)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            problems.Add("CIM0314", $"expected path=value, found '{Short(text)}'", hint: "for example cores=16 or Global_buffer.size=512KiB");
            return null;
        }

        var (path, value) = (text[..equals].Trim(), text[(equals + 1)..].Trim());
        var field = fields.FirstOrDefault(f => string.Equals(f.Path, path, StringComparison.OrdinalIgnoreCase));
        if (field is null)
        {
            var nearest = Suggestion.Nearest(path, fields.Select(f => f.Path));
            var known = $"valid paths: {string.Join(", ", fields.Select(f => f.Path))}";
            problems.Add("CIM0314", "the chip has no such field", field: Short(path), hint: nearest is null ? known : $"did you mean '{nearest}'? {known}");
            return null;
        }

        var was = field.Value is { } node ? (node as SourceScalar)?.Text ?? node.Kind : "not stated";
        if (field.Family is null)
        {
            if (value.ToLowerInvariant() is "true" or "false")
            {
                return new FieldChange(field, value.ToLowerInvariant(), was);
            }

            problems.Add("CIM0308", $"expected true or false, found '{Short(value)}'", field: field.Path, hint: $"for example {field.Path}=true");
            return null;
        }

        var quantity = Quantity.Parse(value, field.Family, unitOptional: true, out var problem, out var hint);
        if (quantity is null)
        {
            problems.Add("CIM0308", $"{problem}, found '{Short(value)}'", field: field.Path, hint: hint);
            return null;
        }

        return new FieldChange(field, quantity.ToString(), was);
    }

    private static string Short(string text) => (text.Length <= 60 ? text : text[..57] + "...").ReplaceLineEndings(" ");
}
