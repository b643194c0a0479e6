using System.Collections.Immutable;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Studies;

/// <summary>One table of a study.</summary>
/// <param name="Id">Name on the command line and of its files.</param>
/// <param name="Title">What it shows, a few words.</param>
/// <param name="Work">What must be done before, in this order.</param>
/// <param name="Build">The table, once all of that is done.</param>
internal sealed record StudyStep(string Id, string Title, ImmutableArray<StudyWork> Work, Func<ReportTable> Build)
{
    /// <summary>The tables with the given names, in the order in which they are known; all of them when there are no names.</summary>
    /// <exception cref="DiagnosticException">A name is unknown.</exception>
    public static ImmutableArray<T> Choose<T>(IReadOnlyCollection<string> names, ImmutableArray<T> known, Func<T, string> id)
    {
        var unknown = names.Where(n => known.All(t => !string.Equals(id(t), n, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (unknown.Length > 0)
        {
            throw new DiagnosticException([.. unknown.Select(n => Diagnostic.Error("CIM0602", $"no table is called '{n}'", field: "--tables", hint: Suggestion.For(n, known.Select(id))))]);
        }

        return names.Count == 0 ? known : [.. known.Where(t => names.Contains(id(t), StringComparer.OrdinalIgnoreCase))];
    }
}
