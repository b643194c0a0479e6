namespace Cimarron.Hardware.Reading;

/// <summary>
/// Reads the keys of one mapping, reporting everything that does not fit. After a report the returned value is a harmless
/// placeholder, so that reading goes on and finds the other problems too.
/// </summary>
internal sealed class Section(SourceMap map, string path, Problems problems)
{
    private readonly List<string> _known = [];

    public int Line => map.Line;

    public string Path => path;

    public string FieldOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public bool Has(string key) => map[key] is not null;

    public int LineOf(string key) => map[key]?.Line ?? map.Line;

    public void Report(string code, string key, string message, string? hint = null) => problems.Add(code, message, LineOf(key), FieldOf(key), hint);

    /// <summary>Reports every key that nobody asked for; to be called last.</summary>
    public void RejectUnknownKeys()
    {
        foreach (var (key, _) in map.Entries)
        {
            if (!_known.Contains(key.Text))
            {
                problems.Add("CIM0305", "unknown key", key.Line, FieldOf(new SourceScalar(0, 0, 0, key.Text).Kind.Trim('\'')), Suggestion.For(key.Text, _known));
            }
        }
    }

    public string Text(string key, int maxLength, bool required = true)
    {
        var text = Scalar(key, required)?.Text ?? "";
        if (text.Length > maxLength)
        {
            Report("CIM0309", key, $"expected at most {maxLength} characters, found {text.Length}", "shorten it");
            return "";
        }

        return text.Trim();
    }

    /// <summary>A name that mappings and options can refer to.</summary>
    public string Name(string key)
    {
        var text = Scalar(key, required: true)?.Text;
        if (text is not null && !(text.Length is > 0 and <= 64 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')))
        {
            Report("CIM0310", key, "expected a name: a letter, then letters, digits, '_' or '-', at most 64", "rename it");
            return "";
        }

        return text ?? "";
    }

    public int Count(string key, int min, int max) => (int)Whole(key, UnitFamily.Count, min, max);

    /// <summary>A quantity that must be a whole number of base units.</summary>
    public long Whole(string key, UnitFamily family, long min, long max)
    {
        if (Read(key, family) is not { } quantity)
        {
            return min;
        }

        var unit = family.BaseUnit.Length == 0 ? "" : " " + family.BaseUnit;
        if (quantity.Value < min || quantity.Value > max)
        {
            Report("CIM0309", key, $"expected {min}…{max}{unit}, found {quantity}", "choose a value in this range");
            return min;
        }

        if (quantity.Value != Math.Floor(quantity.Value))
        {
            Report("CIM0309", key, $"expected a whole number{(unit.Length == 0 ? "" : " of" + unit)}, found {quantity}", "round it");
            return min;
        }

        return (long)quantity.Value;
    }

    public double Real(string key, UnitFamily family, double min, double max)
    {
        if (Read(key, family) is not { } quantity)
        {
            return min;
        }

        if (quantity.Value >= min && quantity.Value <= max)
        {
            return quantity.Value;
        }

        Report("CIM0309", key, $"expected {min}…{max} {family.BaseUnit}, found {quantity}", "choose a value in this range");
        return min;
    }

    /// <summary>A quantity, or null when the file asks for the SRAM table's figure by the word <c>table</c>.</summary>
    public double? RealOrTable(string key, UnitFamily family, double min, double max)
    {
        if (map[key] is SourceScalar { Text: "table" })
        {
            _known.Add(key);
            return null;
        }

        return Real(key, family, min, max);
    }

    public bool? Flag(string key)
    {
        if (Scalar(key, required: false) is not { } scalar)
        {
            return null;
        }

        if (scalar.Text is "true" or "false")
        {
            return scalar.Text == "true";
        }

        Report("CIM0308", key, $"expected true or false, found {scalar.Kind}", "write true or false");
        return null;
    }

    /// <summary>One of the given words; the first one after a report.</summary>
    public T Choice<T>(string key, IReadOnlyList<(string Word, T Value)> words)
    {
        if (Scalar(key, required: true) is { } scalar)
        {
            foreach (var (word, value) in words)
            {
                if (word == scalar.Text)
                {
                    return value;
                }
            }

            Report("CIM0311", key, $"expected one of {string.Join(", ", words.Select(w => w.Word))}, found {scalar.Kind}", Suggestion.For(scalar.Text, words.Select(w => w.Word)));
        }

        return words[0].Value;
    }

    /// <summary>A list of distinct words such as <c>[I, W, O]</c>, in the order of <paramref name="words"/>.</summary>
    public IReadOnlyList<T> Choices<T>(string key, IReadOnlyList<(string Word, T Value)> words)
    {
        _known.Add(key);
        if (map[key] is not SourceList list || list.Items.Count == 0)
        {
            ReportShape(key, $"a list such as [{words[0].Word}]");
            return [];
        }

        var chosen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Items.Count; i++)
        {
            var text = (list.Items[i] as SourceScalar)?.Text;
            if (text is null || !words.Any(w => w.Word == text))
            {
                problems.Add("CIM0311", $"expected one of {string.Join(", ", words.Select(w => w.Word))}, found {list.Items[i].Kind}", list.Items[i].Line, $"{FieldOf(key)}[{i}]", "see docs/chips.md");
            }
            else if (!chosen.Add(text))
            {
                problems.Add("CIM0310", $"'{text}' is listed twice", list.Items[i].Line, $"{FieldOf(key)}[{i}]", "remove one of the two");
            }
        }

        return [.. words.Where(w => chosen.Contains(w.Word)).Select(w => w.Value)];
    }

    /// <summary>The texts listed under a key.</summary>
    public IReadOnlyList<string> Texts(string key, int max)
    {
        _known.Add(key);
        if (map[key] is SourceList list && list.Items.Count > 0 && list.Items.Count <= max && list.Items.All(i => i is SourceScalar))
        {
            return [.. list.Items.Select(i => ((SourceScalar)i).Text)];
        }

        ReportShape(key, $"a list of 1 to {max} values");
        return [];
    }

    /// <summary>The mapping under a key, or null after a report or when optional and absent.</summary>
    public Section? Sub(string key, bool required = true)
    {
        _known.Add(key);
        if (map[key] is SourceMap sub)
        {
            return new Section(sub, FieldOf(key), problems);
        }

        if (required || map[key] is not null)
        {
            ReportShape(key, "a mapping (indented keys)");
        }

        return null;
    }

    /// <summary>The mappings listed under a key.</summary>
    public IReadOnlyList<Section> List(string key, int max)
    {
        _known.Add(key);
        if (map[key] is not SourceList list || list.Items.Count == 0)
        {
            ReportShape(key, "a list of mappings ('- name: …')");
            return [];
        }

        if (list.Items.Count > max)
        {
            Report("CIM0309", key, $"expected at most {max} entries, found {list.Items.Count}", "remove some");
            return [];
        }

        var sections = new List<Section>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is SourceMap item)
            {
                sections.Add(new Section(item, $"{FieldOf(key)}[{i}]", problems));
            }
            else
            {
                problems.Add("CIM0307", $"expected a mapping (indented keys), found {list.Items[i].Kind}", list.Items[i].Line, $"{FieldOf(key)}[{i}]", "write '- name: …'");
            }
        }

        return sections;
    }

    private Quantity? Read(string key, UnitFamily family)
    {
        if (Scalar(key, required: true) is not { } scalar)
        {
            return null;
        }

        var quantity = Quantity.Parse(scalar.Text, family, unitOptional: false, out var problem, out var hint);
        if (quantity is null)
        {
            Report("CIM0308", key, $"{problem}, found {scalar.Kind}", hint);
        }

        return quantity;
    }

    private SourceScalar? Scalar(string key, bool required)
    {
        _known.Add(key);
        switch (map[key])
        {
            case SourceScalar { Text.Length: > 0 } scalar:
                return scalar;
            case null when !required:
                return null;
            default:
                ReportShape(key, "a value");
                return null;
        }
    }

    private void ReportShape(string key, string expected)
    {
        if (map[key] is { } node)
        {
            Report("CIM0307", key, $"expected {expected}, found {node.Kind}", "see docs/chips.md");
        }
        else
        {
            Report("CIM0306", key, $"missing; expected {expected}", "add the key; `cimarron chips show default` prints a complete file");
        }
    }
}
