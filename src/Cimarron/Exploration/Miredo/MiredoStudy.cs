using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Miredo;

/// <summary>
/// Regenerates the tables of the MIREDO paper (ASP-DAC 2026, arXiv 2510.26463) with our mapper, each with the published figure beside it. Every layer's answer
/// is kept in a cache as soon as it is there, so a run that was killed goes on where it was. docs/paper-miredo.md explains the tables.
/// </summary>
public sealed class MiredoStudy
{
    private static readonly ImmutableArray<IStudyTable> Known =
    [
        new EdpTable(), new AccuracyTable(), .. Sweeps.All, new SolverTable(new MipStudy()),
    ];

    private readonly StudyOptions _options;
    private readonly ImmutableArray<IStudyTable> _tables;
    private readonly StudyContext _context;

    /// <summary>A study whose answers live in the given directory.</summary>
    /// <param name="options">How large it is.</param>
    /// <param name="tables">Which tables; every one when empty.</param>
    /// <param name="cacheDirectory">Directory of the answers; created when missing.</param>
    /// <param name="solvers">Runs the mixed-integer programs; the usual ones when null.</param>
    /// <exception cref="DiagnosticException">A table is unknown, or the directory cannot be used.</exception>
    public MiredoStudy(StudyOptions options, IReadOnlyCollection<string> tables, string cacheDirectory, ISolverStudy? solvers = null)
    {
        _options = options;
        _tables = StudyStep.Choose(tables, solvers is null ? Known : [.. Known[..^1], new SolverTable(solvers)], t => t.Id);
        _context = new StudyContext(options, new ResultCache(cacheDirectory));
    }

    /// <summary>The tables there are: name and what it shows.</summary>
    public static ImmutableArray<(string Id, string Title)> Tables => [.. Known.Select(t => (t.Id, t.Title))];

    /// <summary>Does the work and builds the report. Cancellation does not throw: the tables that are finished are reported, <see cref="IsComplete"/> tells the rest.</summary>
    /// <param name="command">The command line, for the record.</param>
    /// <param name="progress">Told of every task on the working threads.</param>
    /// <param name="refreshed">Given the report so far whenever a table is finished.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public ReportDocument Run(string command, IProgress<StudyProgress>? progress = null, Action<ReportDocument>? refreshed = null, CancellationToken cancellationToken = default)
    {
        var run = new StudyRun([.. _tables.Select(Step)], _options.Threads, finished => Report(finished, command), progress);
        var report = run.Run(refreshed, cancellationToken);
        IsComplete = run.IsComplete;
        return report;
    }

    /// <summary>Whether the last run finished every table.</summary>
    public bool IsComplete { get; private set; }

    private StudyStep Step(IStudyTable table) => new(
        table.Id,
        table.Title,
        [.. table.Tasks(_options).Select(t => new StudyWork(t.Key, t.Label, () => t.IsDone(_context), token => t.Run(_context, token)))],
        () => table.Build(_context));

    private ReportDocument Report(ImmutableArray<ReportTable> tables, string command) => new()
    {
        Title = "MIREDO's tables, regenerated",
        Summary = "Optimal mappings of neural networks on compute-in-memory chips against heuristics, and how the optimum moves with the chip. Every number is computed under the exact timing and energy rules; "
            + "published figures stand beside ours."
            + (_options.IsQuick ? " This is the quick edition: fewer networks and sweep points." : "")
            + (tables.Length < _tables.Length ? $" {tables.Length} of {_tables.Length} tables are finished." : ""),
        Command = command,
        Facts =
        [
            ("objective", "energy-delay product of each layer"),
            ("profile", "strict: outputs end in DRAM"),
            ("rules", ResultBuilder.Rules),
            ("time limit", $"{_options.TimeLimit.TotalSeconds} s per layer for the exact mapper"),
            ("version", $"cimarron {ResultBuilder.ToolVersion}"),
        ],
        Headlines = [.. tables.SelectMany(t => t.Headlines)],
        Tables = tables,
    };
}
