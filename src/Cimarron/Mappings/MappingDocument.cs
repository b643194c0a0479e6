using System.Collections.Immutable;
using Cimarron.Hardware;

namespace Cimarron.Mappings;

/// <summary>A mapping as read from JSON, with everything that was wrong with the text.</summary>
public sealed record MappingDocument
{
    /// <summary>The mapping; null when the text has an error.</summary>
    public required Mapping? Mapping { get; init; }

    /// <summary>All findings about the text, in the order of the text.</summary>
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>The file the text came from, as the user named it.</summary>
    public string? File { get; init; }

    /// <summary>The line of each field, by its path.</summary>
    internal ImmutableDictionary<string, int> Lines { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The line of a field such as <c>temporal[2].levels.W</c>, or of the closest field around it; null when there is none.</summary>
    public int? LineOf(string field)
    {
        while (true)
        {
            if (Lines.TryGetValue(field, out var line))
            {
                return line;
            }

            var cut = field.LastIndexOfAny(['.', '[']);
            if (cut < 0)
            {
                return null;
            }

            field = field[..cut];
        }
    }

    /// <summary>The findings about the text and, when it could be read, about the mapping on the chip, with their lines.</summary>
    public ImmutableArray<Diagnostic> Check(Chip chip, LegalityProfile profile = LegalityProfile.Strict) => Mapping is null
        ? Diagnostics
        : Diagnostics.AddRange(MappingValidator.Validate(Mapping, chip, profile).Select(violation => violation.ToDiagnostic(File, LineOf(violation.Field))));
}
