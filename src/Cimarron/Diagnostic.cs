using System.Text;

namespace Cimarron;

/// <summary>One finding about the user's input: what is wrong, where, and what to do about it.</summary>
/// <param name="Code">Stable code, e.g. <c>CIM0103</c>: 01xx files, 02xx ONNX, 03xx chips, 04xx layers and mappings, 05xx search, 06xx command line, 07xx solvers, 08xx programs and values, 09xx sparse layers.</param>
/// <param name="Severity">Whether the input can still be used.</param>
/// <param name="Message">What was found and what was expected, as one sentence.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message)
{
    /// <summary>The file the finding is in, as the user named it; null when it is not about a file.</summary>
    public string? File { get; init; }

    /// <summary>The line in <see cref="File"/>, counted from 1; null when the format has no lines.</summary>
    public int? Line { get; init; }

    /// <summary>The path of the field, e.g. <c>levels[2].capacity</c> or <c>node 'conv1' attribute 'pads'</c>.</summary>
    public string? Field { get; init; }

    /// <summary>What the user can do, as an imperative sentence.</summary>
    public string? Hint { get; init; }

    /// <summary>An error.</summary>
    public static Diagnostic Error(string code, string message, string? file = null, int? line = null, string? field = null, string? hint = null) =>
        new(code, Severity.Error, message) { File = file, Line = line, Field = field, Hint = hint };

    /// <summary>A warning.</summary>
    public static Diagnostic Warning(string code, string message, string? file = null, int? line = null, string? field = null, string? hint = null) =>
        new(code, Severity.Warning, message) { File = file, Line = line, Field = field, Hint = hint };

    /// <summary>The finding on one line, and the hint on a second one: <c>file:line: error CIM0301: field: message</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
        {
            text.Append(File);
            if (Line is not null)
            {
                text.Append(':').Append(Line);
            }

            text.Append(": ");
        }

        text.Append(Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        text.Append(' ').Append(Code).Append(": ");
        if (Field is not null)
        {
            text.Append(Field).Append(": ");
        }

        text.Append(Message);
        if (Hint is not null)
        {
            text.Append("\n  hint: ").Append(Hint);
        }

        return text.ToString();
    }
}
