namespace Cimarron.Workloads.Onnx;

/// <summary>Collects what is found about one file: errors one by one up to a limit, warnings grouped so that they stay readable.</summary>
internal sealed class Findings(string file)
{
    private const int MaxErrors = 50;

    private readonly List<Diagnostic> errors = [];
    private readonly List<Diagnostic> remarks = [];
    private readonly Dictionary<(string Code, string Subject), (int Count, string Node, string Message, string? Hint)> groups = [];
    private int suppressed;

    /// <summary>Whether an error was found.</summary>
    public bool HasErrors => errors.Count > 0;

    /// <summary>Records an error.</summary>
    public Diagnostic Error(string code, string? field, string message, string? hint = null)
    {
        var error = Diagnostic.Error(code, Shorten(message, 1000)!, file, field: Shorten(field), hint: hint);
        if (errors.Count < MaxErrors)
        {
            errors.Add(error);
        }
        else
        {
            suppressed++;
        }

        return error;
    }

    /// <summary>Records a warning of its own.</summary>
    public void Warn(string code, string? field, string message, string? hint = null) =>
        remarks.Add(Diagnostic.Warning(code, message, file, field: Shorten(field), hint: hint));

    /// <summary>Records a warning that many nodes may share; the first node is named and the others are counted.</summary>
    public void WarnGrouped(string code, string subject, string node, string message, string? hint = null)
    {
        groups.TryGetValue((code, subject), out var group);
        groups[(code, subject)] = group.Count == 0 ? (1, node, message, hint) : group with { Count = group.Count + 1 };
    }

    /// <summary>All warnings.</summary>
    public IEnumerable<Diagnostic> Remarks() =>
    [
        .. remarks,
        .. groups.OrderBy(g => g.Key.Code, StringComparer.Ordinal).ThenBy(g => g.Key.Subject, StringComparer.Ordinal).Select(g => Diagnostic.Warning(
            g.Key.Code,
            g.Value.Count == 1 ? $"{g.Key.Subject}: {g.Value.Message}" : $"{g.Key.Subject} ({g.Value.Count} nodes, this is the first): {g.Value.Message}",
            file,
            field: Shorten($"node '{g.Value.Node}'"),
            hint: g.Value.Hint)),
    ];

    /// <summary>Throws all errors, if any.</summary>
    public void ThrowIfErrors()
    {
        if (errors.Count == 0)
        {
            return;
        }

        if (suppressed > 0)
        {
            errors.Add(Diagnostic.Error("CIM0202", $"{suppressed} more errors are not shown", file));
        }

        throw new DiagnosticException(errors);
    }

    private static string? Shorten(string? text, int length = 200) => text?.Length > length ? string.Concat(text.AsSpan(0, length), "…") : text;
}
