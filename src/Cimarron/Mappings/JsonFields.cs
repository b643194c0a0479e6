using System.Text.Json;

namespace Cimarron.Mappings;

/// <summary>Reads typed fields out of positioned JSON and collects what is wrong with them.</summary>
internal sealed class JsonFields(string? file)
{
    private const int LongestQuote = 40;

    /// <summary>Findings so far.</summary>
    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>The line of each field met.</summary>
    public Dictionary<string, int> Lines { get; } = new(StringComparer.Ordinal);

    public void Report(string code, JsonNodeAt at, string field, string message, string? hint = null) =>
        Diagnostics.Add(Diagnostic.Error(code, message, file, at.Line, field.Length == 0 ? null : field, hint));

    /// <summary>The members of an object by key; null when the value is no object. Unknown and repeated keys are reported.</summary>
    public Dictionary<string, JsonNodeAt>? Object(JsonNodeAt node, string field, params ReadOnlySpan<string> known)
    {
        Lines[field] = node.Line;
        if (node.Kind != JsonValueKind.Object)
        {
            WrongType(node, field, "an object");
            return null;
        }

        var members = new Dictionary<string, JsonNodeAt>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Members)
        {
            var path = Join(field, Quote(key));
            if (!known.Contains(key))
            {
                Report("CIM0403", value, path, $"unknown key, expected one of {string.Join(", ", known!)}", Suggest(key, known));
            }
            else if (!members.TryAdd(key, value))
            {
                Report("CIM0404", value, path, "the key appears twice", "keep one of the two");
            }
            else
            {
                Lines[path] = value.Line;
            }
        }

        return members;
    }

    /// <summary>The items of an array; empty when the value is missing or no array, which is reported.</summary>
    public List<JsonNodeAt> Array(JsonNodeAt? node, string field)
    {
        if (node is null)
        {
            return [];
        }

        Lines[field] = node.Line;
        if (node.Kind == JsonValueKind.Array)
        {
            return node.Items;
        }

        WrongType(node, field, "an array");
        return [];
    }

    /// <summary>A required member; null and reported when it is missing.</summary>
    public JsonNodeAt? Required(Dictionary<string, JsonNodeAt> members, JsonNodeAt parent, string field, string key)
    {
        if (members.TryGetValue(key, out var value))
        {
            return value;
        }

        Report("CIM0402", parent, Join(field, key), "missing");
        return null;
    }

    /// <summary>A whole number from <paramref name="least"/> to <see cref="int.MaxValue"/>; <paramref name="least"/> when it is none.</summary>
    public int Integer(JsonNodeAt? node, string field, int least)
    {
        if (node is null)
        {
            return least;
        }

        Lines[field] = node.Line;
        if (node.Kind != JsonValueKind.Number)
        {
            WrongType(node, field, "a whole number");
        }
        else if (!int.TryParse(node.Text, System.Globalization.NumberStyles.AllowLeadingSign, null, out var value) || value < least)
        {
            Report("CIM0406", node, field, $"{Quote(node.Text)} is not a whole number from {least} to {int.MaxValue}");
        }
        else
        {
            return value;
        }

        return least;
    }

    /// <summary>Index of a name among the known ones; 0 and reported when it is none of them.</summary>
    public int Name(JsonNodeAt? node, string field, string what, IReadOnlyList<string> known)
    {
        if (node is null)
        {
            return 0;
        }

        Lines[field] = node.Line;
        if (node.Kind != JsonValueKind.String)
        {
            WrongType(node, field, $"a string, {what}");
            return 0;
        }

        for (var i = 0; i < known.Count; i++)
        {
            if (known[i] == node.Text)
            {
                return i;
            }
        }

        Report("CIM0405", node, field, $"'{Quote(node.Text)}' is not {what}, expected one of {string.Join(", ", known)}", Suggest(node.Text, [.. known]));
        return 0;
    }

    public void WrongType(JsonNodeAt node, string field, string expected)
    {
        var found = node.Kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "a truth value",
        };
        Report("CIM0401", node, field, $"found {found}, expected {expected}");
    }

    public static string Join(string field, string key) => field.Length == 0 ? key : $"{field}.{key}";

    /// <summary>User text for a message: short, and on one line.</summary>
    private static string Quote(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "…";
    }

    private static string? Suggest(string text, ReadOnlySpan<string> known)
    {
        foreach (var candidate in known)
        {
            if (string.Equals(candidate, text, StringComparison.OrdinalIgnoreCase))
            {
                return $"write it '{candidate}'";
            }
        }

        return null;
    }
}
