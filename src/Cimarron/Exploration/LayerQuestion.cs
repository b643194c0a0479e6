using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Reports;
using Cimarron.Workloads;

namespace Cimarron.Exploration;

/// <summary>What a mapper is asked about one layer. Questions with equal <see cref="Text"/> have the same answer, up to the time it takes.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Layer">The layer; its name does not matter.</param>
/// <param name="Mapper">The mapper with its options, as in <see cref="MapperLibrary.Create"/>.</param>
/// <param name="Options">Objective, legality, limits. The number of threads does not matter.</param>
public sealed record LayerQuestion(Chip Chip, Layer Layer, string Mapper, MapperOptions Options)
{
    /// <summary>Raised whenever stored answers of earlier versions can no longer be used.</summary>
    private const int Generation = 1;

    /// <summary>Everything that decides the answer, one item per line.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        cimarron answers {Generation}, version {ResultBuilder.ToolVersion}
        mapper {Mapper}
        chip {Chip.Hash}
        layer{Layer.Shape}
        objective {Options.Objective}
        profile {Options.Profile}
        padding {Options.Padding}
        time limit {Options.TimeLimit?.TotalSeconds}
        """).ReplaceLineEndings("\n");

    /// <summary>SHA-256 over <see cref="Text"/>, hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}
