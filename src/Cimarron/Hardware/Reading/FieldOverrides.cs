namespace Cimarron.Hardware.Reading;

/// <summary>Changes of chip files whose fields are named by key, <c>field=value</c> or <c>section.field=value</c>, before they are read.</summary>
internal static class FieldOverrides
{
    /// <summary>The file with fields replaced or added; the reader rejects those it does not know.</summary>
    /// <param name="root">The file.</param>
    /// <param name="overrides">The changes; keys ignore case.</param>
    /// <param name="example">Two of them, for the hint.</param>
    /// <param name="problems">Takes what is not a change.</param>
    public static SourceMap Apply(SourceMap root, IReadOnlyList<string> overrides, string example, Problems problems)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in overrides)
        {
            var pair = text.Split('=', 2, StringSplitOptions.TrimEntries);
            var keys = pair[0].Split('.', 2);
            if (pair.Length != 2 || keys.Any(k => k.Length == 0) || pair[0] is "kind" or "name")
            {
                problems.Add("CIM0314", "expected field=value", field: text, hint: $"for example {example}");
            }
            else if (!seen.Add(pair[0]))
            {
                problems.Add("CIM0314", $"'{pair[0]}' is set twice", field: pair[0], hint: "keep one of the two");
            }
            else
            {
                root = Set(root, keys, pair[1]);
            }
        }

        return root;
    }

    private static SourceMap Set(SourceMap map, ReadOnlySpan<string> keys, string value)
    {
        var key = keys[0];
        var entries = map.Entries.ToList();
        var at = entries.FindIndex(e => string.Equals(e.Key.Text, key, StringComparison.OrdinalIgnoreCase));
        var name = at >= 0 ? entries[at].Key : new SourceScalar(1, 0, 0, key);
        var section = at >= 0 && entries[at].Value is SourceMap known ? known : new SourceMap(name.Line, 0, 0, [], IsFlow: false);
        SourceNode node = keys.Length == 1 ? new SourceScalar(name.Line, 0, 0, value) : Set(section, keys[1..], value);
        if (at >= 0)
        {
            entries[at] = (name, node);
        }
        else
        {
            entries.Add((name, node));
        }

        return map with { Entries = entries };
    }
}
