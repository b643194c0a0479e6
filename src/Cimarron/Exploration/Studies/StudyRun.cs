using System.Collections.Immutable;
using System.Diagnostics;
using Cimarron.Mappers;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Studies;

/// <summary>Works through a study table by table: who works on what, how long it will take, and the report so far.</summary>
/// <param name="steps">The tables.</param>
/// <param name="threads">Pieces of work at a time, ≥ 1.</param>
/// <param name="report">The report of the tables that are finished.</param>
/// <param name="progress">Told of every piece of work, on the working threads.</param>
internal sealed class StudyRun(ImmutableArray<StudyStep> steps, int threads, Func<ImmutableArray<ReportTable>, ReportDocument> report, IProgress<StudyProgress>? progress)
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _total = steps.SelectMany(s => s.Work).DistinctBy(w => w.Key).Count();
    private readonly HashSet<string> _done = [];
    private readonly SortedSet<string> _current = new(StringComparer.Ordinal);
    private int _doneHere;

    /// <summary>Whether every table was finished.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Does the work and builds the report. Cancellation does not throw: the tables that are finished are reported.</summary>
    /// <param name="refreshed">Given the report so far whenever a table is finished.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public ReportDocument Run(Action<ReportDocument>? refreshed, CancellationToken cancellationToken)
    {
        var finished = ImmutableArray.CreateBuilder<ReportTable>();
        foreach (var step in steps)
        {
            Work(step, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            finished.Add(step.Build());
            refreshed?.Invoke(report(finished.ToImmutable()));
        }

        IsComplete = finished.Count == steps.Length;
        return report(finished.ToImmutable());
    }

    private void Work(StudyStep step, CancellationToken cancellationToken)
    {
        var all = step.Work.DistinctBy(w => w.Key).ToArray();
        var open = all.Where(w => !w.IsDone()).ToArray();
        lock (_lock)
        {
            _done.UnionWith(all.Except(open).Select(w => w.Key));
        }

        Workers.Run(open, threads, work => Do(step.Title, work, cancellationToken), cancellationToken);
    }

    private void Do(string title, StudyWork work, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _current.Add(work.Label);
            Report(title);
        }

        work.Run(cancellationToken);
        lock (_lock)
        {
            _current.Remove(work.Label);
            _done.Add(work.Key);
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
