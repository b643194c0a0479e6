namespace Cimarron.Hardware.Reading;

/// <summary>Collects everything wrong with one chip file.</summary>
internal sealed class Problems(string file)
{
    /// <summary>More than this many findings help nobody.</summary>
    private const int Limit = 100;

    private readonly List<Diagnostic> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(string code, string message, int? line = null, string? field = null, string? hint = null)
    {
        if (_found.Count < Limit)
        {
            _found.Add(Diagnostic.Error(code, message, file, line, string.IsNullOrEmpty(field) ? null : field, hint));
        }
    }

    /// <summary>Throws all findings in the order of the file, if there are any.</summary>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new DiagnosticException([.. _found.OrderBy(d => d.Line ?? 0)]);
        }
    }
}
