namespace Cimarron.Mappings;

/// <summary>One finding about a mapping on a chip.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Field">The part of the mapping, as a path in its file: <c>temporal[2].levels.W</c>.</param>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Hint">What to do about it.</param>
public sealed record MappingViolation(MappingViolationKind Kind, string Field, string Message, string? Hint = null)
{
    private const int FirstCode = 430;

    /// <summary>Index in <see cref="Hardware.Chip.Levels"/> of the level concerned, if any.</summary>
    public int? Level { get; init; }

    /// <summary>Bits, units or iterations used, where the finding is about an amount.</summary>
    public long? Used { get; init; }

    /// <summary>Bits or units available, or iterations wanted.</summary>
    public long? Available { get; init; }

    /// <summary>Padding is a remark; everything else makes the mapping illegal.</summary>
    public Severity Severity => Kind == MappingViolationKind.Padded ? Severity.Info : Severity.Error;

    /// <summary>Stable code of the kind, CIM0430 onwards.</summary>
    public string Code => $"CIM0{FirstCode + (int)Kind}";

    /// <summary>The finding as a diagnostic.</summary>
    /// <param name="file">The file the mapping was read from, if any.</param>
    /// <param name="line">The line in it.</param>
    public Diagnostic ToDiagnostic(string? file = null, int? line = null) =>
        new(Code, Severity, Message) { File = file, Line = line, Field = Field, Hint = Hint };
}
