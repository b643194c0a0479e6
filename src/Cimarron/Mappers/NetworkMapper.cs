using System.Collections.Immutable;
using System.Diagnostics;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>
/// Maps every matrix operator of a network. Operators of equal shape are one layer, solved once. Layers are independent, so as many are
/// solved at a time as there are threads, one thread each, the largest first; a layer's search sees nothing of the others, so the answer
/// does not depend on the number of threads (as long as no time limit strikes).
/// </summary>
public sealed class NetworkMapper
{
    private readonly ILayerMapper _mapper;

    /// <summary>A network mapper that solves each layer with <paramref name="mapper"/>; it must allow calls from several threads.</summary>
    public NetworkMapper(ILayerMapper mapper) => _mapper = mapper;

    /// <summary>Maps a network. Cancellation does not throw: layers under way return their best, the others stay without a mapping.</summary>
    /// <param name="network">The network; operators that are not matrix operators are carried into the result unmapped.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">Objective, limits and threads; the time limit is per layer.</param>
    /// <param name="progress">Told of every step, one report at a time, on the searching threads: it should be quick.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public NetworkResult Map(Network network, Chip chip, MapperOptions options, IProgress<NetworkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var layers = Group(network, options.Objective);
        var board = new ProgressBoard(new NetworkResult(network, chip, options, _mapper.Name, layers), progress);
        var perLayer = options with { Threads = Math.Max(1, options.Threads / Math.Max(1, layers.Length)) };
        var order = Enumerable.Range(0, layers.Length).OrderByDescending(i => layers[i].Shape.Macs).ThenBy(i => i).ToArray();

        if (_mapper is IAnytimeLayerMapper anytime)
        {
            InParallel(order, options.Threads, i => board.Start(i, anytime.Start(layers[i].Shape, chip, perLayer, cancellationToken)), cancellationToken);
        }

        void Solve(int i)
        {
            var reporter = board.Reporter(i);
            board.Finish(i, _mapper is IAnytimeLayerMapper improver && board.Answer(i) is { } start
                ? Continue(improver, start, layers[i].Shape, chip, perLayer, reporter, cancellationToken)
                : _mapper.Map(layers[i].Shape, chip, perLayer, reporter, cancellationToken));
        }

        InParallel(order, options.Threads, Solve, cancellationToken);
        return board.Result(cancellationToken.IsCancellationRequested);
    }

    private static MapperResult Continue(IAnytimeLayerMapper mapper, MapperResult start, Layer shape, Chip chip, MapperOptions options, IProgress<MapperProgress> reporter, CancellationToken cancellationToken)
    {
        if (start.Status is MapperStatus.Optimal or MapperStatus.Infeasible)
        {
            return start;
        }

        var result = mapper.Improve(start, shape, chip, options, reporter, cancellationToken);
        return result with { Seconds = result.Seconds + start.Seconds };
    }

    /// <summary>One entry per distinct shape, in the order of first use.</summary>
    private static ImmutableArray<NetworkLayer> Group(Network network, Objective objective) =>
    [
        .. network.MatrixNodes.GroupBy(n => n.Layer!.Shape).Select(group => new NetworkLayer
        {
            Name = group.First().Name,
            Shape = group.Key with { Name = group.First().Name },
            Nodes = [.. group.Select(n => n.Index)],
            Count = group.Sum(n => (long)n.Repeat),
            Answer = NetworkLayer.NoAnswer(objective),
        }),
    ];

    /// <summary>
    /// Runs the work items on dedicated threads, in order of their position. The first exception stops the rest and is rethrown.
    /// </summary>
    private static void InParallel(int[] items, int threads, Action<int> work, CancellationToken cancellationToken)
    {
        var next = -1;
        Exception? failure = null;
        void Run()
        {
            try
            {
                for (var at = Interlocked.Increment(ref next); at < items.Length && !cancellationToken.IsCancellationRequested && Volatile.Read(ref failure) is null; at = Interlocked.Increment(ref next))
                {
                    work(items[at]);
                }
            }
#pragma warning disable CA1031 // Rethrown on the calling thread, whatever it is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }

        var workers = Enumerable.Range(0, Math.Clamp(threads, 1, Math.Max(1, items.Length))).Select(i => new Thread(Run) { IsBackground = true, Name = $"layer mapper {i}" }).ToArray();
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>The shared state of a run: answers so far and who listens.</summary>
    private sealed class ProgressBoard(NetworkResult empty, IProgress<NetworkProgress>? listener)
    {
        private readonly Lock _lock = new();
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly bool[] _finished = new bool[empty.Layers.Length];
        private readonly SortedDictionary<int, MapperProgress> _running = [];
        private ImmutableArray<NetworkLayer> _layers = empty.Layers;

        public MapperResult? Answer(int index)
        {
            lock (_lock)
            {
                return _layers[index].HasAnswer ? _layers[index].Answer : null;
            }
        }

        public void Start(int index, MapperResult answer)
        {
            lock (_lock)
            {
                _layers = _layers.SetItem(index, _layers[index] with { Answer = answer });
                Report(layerDone: true);
            }
        }

        public void Finish(int index, MapperResult answer)
        {
            lock (_lock)
            {
                _finished[index] = true;
                _running.Remove(index);
                _layers = _layers.SetItem(index, _layers[index] with { Answer = answer });
                Report(layerDone: true);
            }
        }

        public IProgress<MapperProgress> Reporter(int index) => new LayerReporter(this, index);

        public NetworkResult Result(bool cancelled)
        {
            lock (_lock)
            {
                return empty with { Layers = _layers, Seconds = _clock.Elapsed.TotalSeconds, WasCancelled = cancelled };
            }
        }

        private void Report(bool layerDone)
        {
            listener?.Report(new NetworkProgress
            {
                Total = _layers.Length,
                Done = _finished.Count(f => f),
                Running = [.. _running.Select(r => new LayerProgress(_layers[r.Key].Name, r.Value))],
                Elapsed = _clock.Elapsed,
                Remaining = Remaining(),
                Snapshot = layerDone ? empty with { Layers = _layers, Seconds = _clock.Elapsed.TotalSeconds } : null,
            });
        }

        /// <summary>Time per finished layer times layers left, but never more than the time limits allow.</summary>
        private TimeSpan? Remaining()
        {
            var done = _finished.Count(f => f);
            var left = _layers.Length - done;
            var threads = Math.Clamp(empty.Options.Threads, 1, Math.Max(1, _layers.Length));
            TimeSpan? cap = empty.Options.TimeLimit is { } limit ? limit * Math.Ceiling(left / (double)threads) : null;
            TimeSpan? estimate = done > 0 ? _clock.Elapsed / done * left : null;
            return estimate is null ? cap : cap is null || estimate < cap ? estimate : cap;
        }

        private sealed class LayerReporter(ProgressBoard board, int index) : IProgress<MapperProgress>
        {
            public void Report(MapperProgress value)
            {
                lock (board._lock)
                {
                    board._running[index] = value;
                    board.Report(layerDone: false);
                }
            }
        }
    }
}
