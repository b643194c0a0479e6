using Cimarron.Hardware.Reading;

namespace Cimarron.Sparsity.Chips;

/// <summary>Sparse chips by name or file, as they are or with other settings.</summary>
public static class SparseChipLibrary
{
    /// <summary>Names of the built-in chips.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ciminus-4", "ciminus-16", "mars-like", "sdp-like"];

    /// <summary>Loads a built-in chip or a YAML file.</summary>
    /// <param name="nameOrPath">One of <see cref="Names"/>, or the path of a chip file.</param>
    /// <param name="overrides">Changes such as <c>macroRows=4</c>, <c>globalBuffer.size=512KiB</c> or <c>energies.adderTree=0.02pJ</c>; names ignore case. Energies that are not stated follow the sizes.</param>
    /// <exception cref="DiagnosticException">The chip is unknown or cannot be used; carries every finding.</exception>
    public static SparseChip Load(string nameOrPath, IReadOnlyList<string>? overrides = null)
    {
        var (yaml, file) = ChipSource.Find(nameOrPath, Names, "sparse chip", BuiltInYaml);
        return Parse(yaml, file, overrides);
    }

    /// <summary>Reads a chip from YAML text.</summary>
    /// <param name="yaml">The description.</param>
    /// <param name="file">What to call it in messages.</param>
    /// <param name="overrides">As for <see cref="Load"/>.</param>
    /// <exception cref="DiagnosticException">Carries every finding.</exception>
    public static SparseChip Parse(string yaml, string file, IReadOnlyList<string>? overrides = null) =>
        SparseChipReader.Read(yaml.ReplaceLineEndings("\n"), file, overrides ?? []);

    /// <summary>The YAML of a built-in chip.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string BuiltInYaml(string name) => ChipSource.Resource($"Sparsity.{name}.yaml");
}
