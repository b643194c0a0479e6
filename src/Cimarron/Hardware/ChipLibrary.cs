using Cimarron.Hardware.Reading;

namespace Cimarron.Hardware;

/// <summary>Chips by name or file, as they are or as variants.</summary>
public static class ChipLibrary
{
    /// <summary>Names of the built-in chips.</summary>
    public static IReadOnlyList<string> Names { get; } = ["default", "transformer"];

    /// <summary>Loads a built-in chip or a YAML file.</summary>
    /// <param name="nameOrPath">One of <see cref="Names"/>, or the path of a chip file.</param>
    /// <param name="overrides">Changes such as <c>cores=16</c>, <c>Global_buffer.size=512KiB</c>, <c>macro.pingPong=true</c>; paths ignore case. A changed SRAM is re-costed.</param>
    /// <exception cref="DiagnosticException">The chip is unknown or its description or an override cannot be used; carries every finding.</exception>
    public static Chip Load(string nameOrPath, IReadOnlyList<string>? overrides = null) => LoadDefinition(nameOrPath, overrides).Chip;

    /// <summary>Like <see cref="Load"/>, together with the YAML that describes the result.</summary>
    /// <exception cref="DiagnosticException">As for <see cref="Load"/>.</exception>
    public static ChipDefinition LoadDefinition(string nameOrPath, IReadOnlyList<string>? overrides = null)
    {
        var (yaml, file) = ChipSource.Find(nameOrPath, Names, "chip", BuiltInYaml);
        return ParseDefinition(yaml, file, overrides);
    }

    /// <summary>Reads a chip from YAML text.</summary>
    /// <param name="yaml">The description.</param>
    /// <param name="file">What to call it in messages.</param>
    /// <param name="overrides">As for <see cref="Load"/>.</param>
    /// <exception cref="DiagnosticException">Carries every finding.</exception>
    public static Chip Parse(string yaml, string file, IReadOnlyList<string>? overrides = null) => ParseDefinition(yaml, file, overrides).Chip;

    /// <summary>The JSON Schema of chip files.</summary>
    public static string Schema() => Resource("chip.schema.json");

    private static ChipDefinition ParseDefinition(string yaml, string file, IReadOnlyList<string>? overrides) =>
        ChipVariant.Apply(ChipText.Read(yaml.ReplaceLineEndings("\n"), file), overrides ?? []);

    private static string BuiltInYaml(string name) => Resource($"{name}.yaml");

    private static string Resource(string name) => ChipSource.Resource($"Hardware.{name}");
}
