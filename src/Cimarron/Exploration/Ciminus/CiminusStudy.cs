using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Ciminus;

/// <summary>
/// The studies of CIMinus (IEEE TC 2026, arXiv 2511.16368) with our model: patterns, overheads, accuracy, mapping. The paper's own values are not at hand, so most tables stand alone. docs/paper-ciminus.md explains them.
/// </summary>
public sealed class CiminusStudy
{
    private static readonly ImmutableArray<IStudyTable<CiminusContext>> Known = [new PatternTable(), new OverheadTable(), new AccuracyTable(), new MappingTable(), new ChipTable()];

    private readonly ImmutableArray<IStudyTable<CiminusContext>> _tables;

    /// <summary>A study.</summary>
    /// <param name="options">How large it is.</param>
    /// <param name="tables">Which tables; every one when empty.</param>
    /// <exception cref="DiagnosticException">A table is unknown.</exception>
    public CiminusStudy(CiminusOptions options, IReadOnlyCollection<string> tables)
    {
        _tables = StudyStep.Choose(tables, Known, t => t.Id);
        Context = new CiminusContext(options);
    }

    /// <summary>The tables there are: name and what it shows.</summary>
    public static ImmutableArray<(string Id, string Title)> Tables => [.. Known.Select(t => (t.Id, t.Title))];

    /// <summary>Whether the last run finished every table.</summary>
    public bool IsComplete { get; private set; }

    internal CiminusContext Context { get; }

    /// <summary>Does the runs and builds the report. Cancellation does not throw: the tables that are finished are reported, <see cref="IsComplete"/> tells the rest.</summary>
    /// <param name="command">The command line, for the record.</param>
    /// <param name="progress">Told of every run on the working threads.</param>
    /// <param name="refreshed">Given the report so far whenever a table is finished.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DiagnosticException">The digits are missing.</exception>
    public ReportDocument Run(string command, IProgress<StudyProgress>? progress = null, Action<ReportDocument>? refreshed = null, CancellationToken cancellationToken = default)
    {
        var steps = _tables.Select(t => new StudyStep(t.Id, t.Title, [.. t.Work(Context)], () => t.Build(Context))).ToImmutableArray();
        var run = new StudyRun(steps, Context.Options.Threads, finished => Report(finished, command), progress);
        var report = run.Run(refreshed, cancellationToken);
        IsComplete = run.IsComplete;
        return report;
    }

    private ReportDocument Report(ImmutableArray<ReportTable> tables, string command) => new()
    {
        Title = "The studies of CIMinus",
        Summary = "Sparse weights on rigid arrays: what patterns gain in time and energy and what they cost in overheads and accuracy."
            + (Context.Options.IsQuick ? " This is the quick edition: one network, few ratios, few images." : "")
            + (tables.Length < _tables.Length ? $" {tables.Length} of {_tables.Length} tables are finished." : ""),
        Command = command,
        Facts = [("masks", "random, seed 0, except for the digits network"), ("version", $"cimarron {ResultBuilder.ToolVersion}")],
        Headlines = [.. tables.SelectMany(t => t.Headlines)],
        Tables = tables,
    };
}
