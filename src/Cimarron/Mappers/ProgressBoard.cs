using System.Collections.Immutable;
using System.Diagnostics;

namespace Cimarron.Mappers;

/// <summary>The shared state of a network's run: the answers so far and who listens. All members may be called from any thread.</summary>
internal sealed class ProgressBoard(NetworkResult empty, IProgress<NetworkProgress>? listener)
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SortedDictionary<int, MapperProgress> _running = [];
    private ImmutableArray<NetworkLayer> _layers = empty.Layers;

    /// <summary>The answer of a layer so far, if any.</summary>
    public MapperResult? Answer(int index)
    {
        lock (_lock)
        {
            return _layers[index].HasAnswer ? _layers[index].Answer : null;
        }
    }

    /// <summary>Takes a first answer, which is final only when nothing can improve it.</summary>
    public void Start(int index, MapperResult answer)
    {
        lock (_lock)
        {
            _layers = _layers.SetItem(index, _layers[index] with { Answer = answer, IsFinished = answer.Status is MapperStatus.Optimal or MapperStatus.Infeasible });
            Report(hasNews: true);
        }
    }

    /// <summary>Takes the final answer of a layer.</summary>
    public void Finish(int index, MapperResult answer)
    {
        lock (_lock)
        {
            _running.Remove(index);
            _layers = _layers.SetItem(index, _layers[index] with { Answer = answer, IsFinished = true });
            Report(hasNews: true);
        }
    }

    /// <summary>Who a layer's search reports to.</summary>
    public IProgress<MapperProgress> Reporter(int index) => new LayerReporter(this, index);

    /// <summary>The result of the run. Searches that were not allowed to end count as cancelled, whatever their first answer says.</summary>
    public NetworkResult Result(bool cancelled)
    {
        lock (_lock)
        {
            var layers = _layers.Select(l => l.IsFinished ? l : l with { Answer = l.Answer with { Status = MapperStatus.Cancelled } });
            return empty with { Layers = [.. layers], Seconds = _clock.Elapsed.TotalSeconds, WasCancelled = cancelled };
        }
    }

    private void Report(bool hasNews)
    {
        var (remaining, isLimit) = Remaining();
        listener?.Report(new NetworkProgress
        {
            Total = _layers.Length,
            Done = _layers.Count(l => l.IsFinished),
            Mapped = _layers.Count(l => l.Answer.Mapping is not null),
            Proven = _layers.Count(l => l.Answer.Status == MapperStatus.Optimal),
            Running = [.. _running.Select(r => new LayerProgress(_layers[r.Key].Name, r.Value))],
            Elapsed = _clock.Elapsed,
            Remaining = remaining,
            IsRemainingLimit = isLimit,
            Snapshot = hasNews ? empty with { Layers = _layers, Seconds = _clock.Elapsed.TotalSeconds } : null,
        });
    }

    /// <summary>
    /// The time that the unfinished layers would take if each took as long as the finished ones did on average, shared by the threads;
    /// but never more than their time limits allow. Time already spent on them counts.
    /// </summary>
    private (TimeSpan? Remaining, bool IsLimit) Remaining()
    {
        var finished = _layers.Where(l => l.IsFinished).ToArray();
        var spent = Enumerable.Range(0, _layers.Length).Where(i => !_layers[i].IsFinished)
            .Select(i => _layers[i].Answer.Seconds + (_running.TryGetValue(i, out var progress) ? progress.Elapsed.TotalSeconds : 0)).ToArray();
        var threads = Math.Clamp(empty.Options.Threads, 1, Math.Max(1, spent.Length));
        double Left(double perLayer) => Math.Max(spent.Sum(s => Math.Max(0, perLayer - s)) / threads, spent.Select(s => perLayer - s).Append(0).Max());

        double? cap = empty.Options.TimeLimit is { } limit ? Left(limit.TotalSeconds) : null;
        double? estimate = finished.Length > 0 ? Left(finished.Average(l => l.Answer.Seconds)) : null;
        var isLimit = estimate is null || cap < estimate;
        return ((isLimit ? cap : estimate) is { } seconds ? TimeSpan.FromSeconds(seconds) : null, isLimit);
    }

    private sealed class LayerReporter(ProgressBoard board, int index) : IProgress<MapperProgress>
    {
        public void Report(MapperProgress value)
        {
            lock (board._lock)
            {
                board._running[index] = value;
                board.Report(hasNews: false);
            }
        }
    }
}
