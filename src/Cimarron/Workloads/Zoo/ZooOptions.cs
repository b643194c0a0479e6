using System.Globalization;

namespace Cimarron.Workloads.Zoo;

/// <summary>The options after a network's name; every mistake is collected before anything is thrown.</summary>
internal sealed class ZooOptions
{
    /// <summary>Largest value of any option; products of options then stay within the 32-bit bounds of layers or are caught by them.</summary>
    public const int Largest = 1 << 20;

    private readonly string network;
    private readonly Dictionary<string, string?> given = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Diagnostic> errors = [];

    public ZooOptions(string network, string text)
    {
        this.network = network;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (!given.TryAdd(pair[0], pair.Length == 2 ? pair[1] : null))
            {
                Error(pair[0], "the option is given twice");
            }
        }
    }

    /// <summary>Whether the option is given.</summary>
    public bool Has(string name) => given.ContainsKey(name);

    /// <summary>Rejects every option that is not listed.</summary>
    public void Allow(params string[] valid)
    {
        foreach (var name in given.Keys.Where(g => !valid.Contains(g, StringComparer.OrdinalIgnoreCase)))
        {
            Error(name, $"{network} has no such option", $"Valid options are {string.Join(", ", valid)}.");
        }
    }

    /// <summary>A whole number ≥ 1, or the default.</summary>
    public int Number(string name, int defaultValue)
    {
        if (!given.TryGetValue(name, out var text))
        {
            return defaultValue;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= Largest)
        {
            return value;
        }

        Error(name, text is null ? "the option needs a value" : $"'{text}' is not a whole number in 1 … {Largest}", $"Write {name}=<number>.");
        return defaultValue;
    }

    /// <summary>Whether a flag is given; it takes no value.</summary>
    public bool Flag(string name)
    {
        if (!given.TryGetValue(name, out var text))
        {
            return false;
        }

        if (text is not null)
        {
            Error(name, "the option takes no value", $"Write {name} alone.");
        }

        return true;
    }

    /// <summary>Records an error about an option.</summary>
    public void Error(string name, string message, string? hint = null) =>
        errors.Add(Diagnostic.Error("CIM0111", message, field: $"{network} option '{name}'", hint: hint));

    /// <summary>Throws all errors, if any.</summary>
    public void ThrowIfErrors()
    {
        if (errors.Count > 0)
        {
            throw new DiagnosticException(errors);
        }
    }
}
