namespace Cimarron.Hardware.Reading;

/// <summary>Finds the text of a chip: built in, or in a file.</summary>
internal static class ChipSource
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>The text, and what to call it in messages.</summary>
    /// <param name="nameOrPath">A built-in chip, ignoring case, or a path.</param>
    /// <param name="names">The built-in chips.</param>
    /// <param name="what">What they are, for messages: <c>dual-mode chip</c>.</param>
    /// <param name="builtIn">The text of a built-in chip.</param>
    /// <exception cref="DiagnosticException">CIM0301: there is no such chip, or the file cannot be read.</exception>
    public static (string Yaml, string File) Find(string nameOrPath, IReadOnlyList<string> names, string what, Func<string, string> builtIn)
    {
        if (names.FirstOrDefault(n => string.Equals(n, nameOrPath, StringComparison.OrdinalIgnoreCase)) is { } name)
        {
            return (builtIn(name), name);
        }

        if (!File.Exists(nameOrPath) && !Directory.Exists(nameOrPath))
        {
            var hint = Suggestion.Nearest(nameOrPath, names) is { } near ? $"did you mean '{near}'?" : $"name a YAML file, or one of: {string.Join(", ", names)}";
            throw new DiagnosticException(Diagnostic.Error("CIM0301", $"no such {what} and no such file", file: nameOrPath, hint: hint));
        }

        return (InputFile.ReadText(nameOrPath, "chip file", "CIM0301", MaxFileBytes), nameOrPath);
    }

    /// <summary>A text of the assembly.</summary>
    /// <param name="name">Its name after <c>Cimarron.</c>, e.g. <c>DualMode.prime.yaml</c>.</param>
    public static string Resource(string name)
    {
        using var stream = typeof(ChipSource).Assembly.GetManifestResourceStream($"Cimarron.{name}") ?? throw new InvalidOperationException($"the resource {name} is missing from the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
