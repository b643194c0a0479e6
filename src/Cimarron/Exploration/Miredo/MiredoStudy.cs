using System.Collections.Immutable;
using System.Diagnostics;
using Cimarron.Mappers;
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
        new EdpTable(), new AccuracyTable(), .. Sweeps.All,
    ];

    private readonly StudyOptions _options;
    private readonly ImmutableArray<IStudyTable> _tables;
    private readonly StudyContext _context;

    /// <summary>A study whose answers live in the given directory.</summary>
    /// <param name="options">How large it is.</param>
    /// <param name="tables">Which tables; every one when empty.</param>
    /// <param name="cacheDirectory">Directory of the answers; created when missing.</param>
    /// <param name="solvers">Runs the mixed-integer programs; without it there is no table <c>solvers</c>.</param>
    /// <exception cref="DiagnosticException">A table is unknown, or the directory cannot be used.</exception>
    public MiredoStudy(StudyOptions options, IReadOnlyCollection<string> tables, string cacheDirectory, ISolverStudy? solvers = null)
    {
        _options = options;
        _tables = Choose(tables, solvers is null ? Known : [.. Known, new SolverTable(solvers)]);
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
        var board = new Board(_context, [.. _tables.Select(t => (t.Title, Tasks: Distinct(t)))], progress);
        var finished = ImmutableArray.CreateBuilder<ReportTable>();
        for (var i = 0; i < _tables.Length && !cancellationToken.IsCancellationRequested; i++)
        {
            board.Run(i, _options.Threads, cancellationToken);
            if (!cancellationToken.IsCancellationRequested)
            {
                finished.Add(_tables[i].Build(_context));
                refreshed?.Invoke(Report(finished.ToImmutable(), command));
            }
        }

        IsComplete = finished.Count == _tables.Length;
        return Report(finished.ToImmutable(), command);
    }

    /// <summary>Whether the last run finished every table.</summary>
    public bool IsComplete { get; private set; }

    private static ImmutableArray<IStudyTable> Choose(IReadOnlyCollection<string> names, ImmutableArray<IStudyTable> known)
    {
        var unknown = names.Where(n => known.All(t => !string.Equals(t.Id, n, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (unknown.Length > 0)
        {
            throw new DiagnosticException([.. unknown.Select(n => Diagnostic.Error("CIM0602", $"no table is called '{n}'", field: "--tables", hint: Suggestion.For(n, known.Select(t => t.Id))))]);
        }

        return names.Count == 0 ? known : [.. known.Where(t => names.Contains(t.Id, StringComparer.OrdinalIgnoreCase))];
    }

    private ImmutableArray<IStudyTask> Distinct(IStudyTable table) => [.. table.Tasks(_options).DistinctBy(t => t.Key)];

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

    /// <summary>Who works on what, and how long it will take.</summary>
    private sealed class Board(StudyContext context, ImmutableArray<(string Title, ImmutableArray<IStudyTask> Tasks)> tables, IProgress<StudyProgress>? progress)
    {
        private readonly Lock _lock = new();
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly int _total = tables.SelectMany(t => t.Tasks).DistinctBy(t => t.Key).Count();
        private readonly HashSet<string> _done = [];
        private readonly SortedSet<string> _current = new(StringComparer.Ordinal);
        private int _doneHere;

        public void Run(int table, int threads, CancellationToken cancellationToken)
        {
            var (title, tasks) = tables[table];
            var open = tasks.Where(t => !t.IsDone(context)).ToArray();
            lock (_lock)
            {
                _done.UnionWith(tasks.Except(open).Select(t => t.Key));
            }

            Workers.Run(open, threads, task => Do(title, task, cancellationToken), cancellationToken);
        }

        private void Do(string title, IStudyTask task, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                _current.Add(task.Label);
                Report(title);
            }

            task.Run(context, cancellationToken);
            lock (_lock)
            {
                _current.Remove(task.Label);
                _done.Add(task.Key);
                _doneHere++;
                Report(title);
            }
        }

        private void Report(string title)
        {
            var left = _total - _done.Count;
            TimeSpan? remaining = _doneHere >= 3 ? _clock.Elapsed * ((double)left / _doneHere) : null;
            progress?.Report(new StudyProgress(title, _done.Count, _total, _clock.Elapsed, remaining, string.Join(", ", _current)));
        }
    }
}
