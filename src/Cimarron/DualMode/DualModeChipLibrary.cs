using Cimarron.Hardware.Reading;

namespace Cimarron.DualMode;

/// <summary>Dual-mode chips by name or file, as they are or with other settings.</summary>
public static class DualModeChipLibrary
{
    /// <summary>Names of the built-in chips.</summary>
    public static IReadOnlyList<string> Names { get; } = ["dynaplasia", "prime"];

    /// <summary>Loads a built-in chip or a YAML file.</summary>
    /// <param name="nameOrPath">One of <see cref="Names"/>, or the path of a chip file.</param>
    /// <param name="overrides">Changes such as <c>arrays=48</c> or <c>external=32B/cycle</c>; names ignore case.</param>
    /// <exception cref="DiagnosticException">The chip is unknown or cannot be used; carries every finding.</exception>
    public static DualModeChip Load(string nameOrPath, IReadOnlyList<string>? overrides = null)
    {
        var (yaml, file) = ChipSource.Find(nameOrPath, Names, "dual-mode chip", BuiltInYaml);
        return Parse(yaml, file, overrides);
    }

    /// <summary>Reads a chip from YAML text.</summary>
    /// <param name="yaml">The description.</param>
    /// <param name="file">What to call it in messages.</param>
    /// <param name="overrides">As for <see cref="Load"/>.</param>
    /// <exception cref="DiagnosticException">Carries every finding.</exception>
    public static DualModeChip Parse(string yaml, string file, IReadOnlyList<string>? overrides = null) =>
        DualModeChipReader.Read(yaml.ReplaceLineEndings("\n"), file, overrides ?? []);

    /// <summary>The YAML of a built-in chip.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string BuiltInYaml(string name) => ChipSource.Resource($"DualMode.{name}.yaml");
}
