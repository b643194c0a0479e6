namespace Cimarron.DualMode.Programs;

/// <summary>One finding about a program.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Path">The statement, counted from 1 in its block, outer blocks first: <c>3.2</c>; <c>end</c> for findings about the whole program, <c>3.end</c> for an iteration.</param>
/// <param name="Message">What was found and what was expected.</param>
public sealed record ProgramViolation(ProgramViolationKind Kind, string Path, string Message)
{
    private const int FirstCode = 860;

    /// <summary>Stable code of the kind, CIM0860 onwards.</summary>
    public string Code => $"CIM0{FirstCode + (int)Kind}";

    /// <summary>The finding as an error.</summary>
    /// <param name="file">The file the program was read from, if any.</param>
    public Diagnostic ToDiagnostic(string? file = null) => Diagnostic.Error(Code, Message, file, field: $"statement {Path}");
}
