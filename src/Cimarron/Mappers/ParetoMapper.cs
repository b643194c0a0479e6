using System.Diagnostics;
using Cimarron.Hardware;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>
/// Finds mappings along the front between latency and energy, each proven to be on it. The ends are the single-objective optima, ties broken by the
/// other quantity. Then come the corners of the convex hull, by weighted sums, and between them the least energy under latency caps
/// (ε-constraint method); the widest stretch always first.
/// </summary>
public sealed class ParetoMapper
{
    /// <summary>Default, range and description of the number of points.</summary>
    public static NumberOption PointsOption { get; } = new("pareto", "search this many mappings along the front between latency and energy", "", 12, 2, 1000, IsWhole: true);

    private const int Batch = 4;

    /// <summary>Labels a search between two points may make before easier stretches come first, and by how much that grows each time.</summary>
    private const long FirstBudget = 250_000;
    private const int BudgetGrowth = 8;

    private readonly LayerTables _layer;
    private readonly MapperOptions _options;
    private readonly int _points;
    private readonly IProgress<ParetoPoint>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly SortedDictionary<double, ParetoPoint> _found = [];
    private readonly PriorityQueue<Stretch, (double, double)> _hull = new();
    private readonly PriorityQueue<Stretch, (double, double)> _rest = new();

    /// <summary>Proven for every mapping: energy + price · latency ≥ sum.</summary>
    private readonly List<(double Price, double Sum)> _lines = [];

    private ParetoMapper(Layer layer, Chip chip, MapperOptions options, int points, IProgress<ParetoPoint>? progress, CancellationToken cancellationToken)
    {
        _layer = new LayerTables(new ChipSearchTables(chip, options.Constraints), layer, options);
        _options = options;
        _points = points;
        _progress = progress;
        _cancellation = cancellationToken;
    }

    /// <summary>The front of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">Conditions, caps, threads; the objective is ignored, the time limit is for the whole front.</param>
    /// <param name="points">Most points wanted, ≥ 2.</param>
    /// <param name="progress">Told of every point as it is found.</param>
    /// <param name="cancellationToken">Stops the search; the points so far are returned.</param>
    public static ParetoFront Map(Layer layer, Chip chip, MapperOptions options, int points, IProgress<ParetoPoint>? progress = null, CancellationToken cancellationToken = default) =>
        new ParetoMapper(layer, chip, options, points, progress, cancellationToken).Run();

    private bool IsLate => _cancellation.IsCancellationRequested || (_options.TimeLimit is { } limit && _watch.Elapsed > limit);

    private ParetoFront Run()
    {
        var ends = Ask([_options with { Objective = Objective.Latency }, _options with { Objective = Objective.Energy }], [null, null]);
        var (fastest, frugal) = (ends[0], ends[1]);
        if (fastest.Cost is null || frugal.Cost is null)
        {
            return Front(fastest.Cost is null ? fastest.Status : frugal.Status, fastest.Infeasibility);
        }

        var quickFrugal = Ask([_options with { Objective = Objective.Latency, EnergyCap = frugal.Cost.TotalNanojoules * (1 + (2 * Incumbent.Tolerance)) }], [frugal.Mapping])[0];
        Add(fastest, fastest.Status == MapperStatus.Optimal);
        Add(quickFrugal.Mapping is null ? frugal : quickFrugal, frugal.Status == MapperStatus.Optimal && quickFrugal.Status == MapperStatus.Optimal);
        if (_found.Count == 2)
        {
            Push(_hull, new Stretch(_found.Keys.First(), _found.Keys.Last(), FirstBudget));
            Explore(_hull, AskHull, TakeHull);
            Explore(_rest, AskBelow, TakeBelow);
        }

        return Front(_cancellation.IsCancellationRequested ? MapperStatus.Cancelled : _found.Values.All(p => p.IsProven) ? MapperStatus.Optimal : MapperStatus.TimeLimit, "");
    }

    /// <summary>Asks about a few stretches at a time, whatever the number of threads, so that the course does not depend on it.</summary>
    private void Explore(PriorityQueue<Stretch, (double, double)> stretches, Func<Stretch, MapperOptions> ask, Action<Stretch, MapperResult> take)
    {
        while (_found.Count < _points && stretches.Count > 0 && !IsLate)
        {
            var batch = new List<Stretch>();
            while (batch.Count < Math.Min(Batch, _points - _found.Count) && stretches.TryDequeue(out var stretch, out _))
            {
                batch.Add(stretch);
            }

            var results = Ask([.. batch.Select(ask)], [.. batch.Select(s => Left(s.Fast).Mapping)]);
            for (var i = 0; i < results.Length; i++)
            {
                take(batch[i], results[i]);
            }
        }
    }

    private MapperOptions AskHull(Stretch stretch) => _options with { Objective = Objective.Energy, CyclePrice = Price(stretch), KnownBound = HullBound(Price(stretch)), UseBeams = false };

    /// <summary>
    /// Looks for a point below the line through two neighbours: the least weighted sum with the line's slope. Such points are the corners of the convex
    /// hull of the front and are found quickest; a stretch without one is left for later.
    /// </summary>
    private void TakeHull(Stretch stretch, MapperResult result)
    {
        var price = Price(stretch);
        if (result.Status == MapperStatus.Optimal)
        {
            _lines.Add((price, result.Value * (1 - (2 * Incumbent.Tolerance))));
        }

        if (result is { Status: MapperStatus.Optimal, Cost: { } cost }
            && cost.LatencyCycles > stretch.Fast && cost.LatencyCycles < stretch.Slow
            && result.Value < (_found[stretch.Fast].Cost.TotalNanojoules + (price * stretch.Fast)) * (1 - (2 * Incumbent.Tolerance)))
        {
            Add(result, isProven: true);
            Push(_hull, stretch with { Slow = cost.LatencyCycles });
            Push(_hull, stretch with { Fast = cost.LatencyCycles });
            return;
        }

        Push(_rest, stretch);
    }

    private MapperOptions AskBelow(Stretch stretch) => _options with
    {
        Objective = Objective.Energy,
        LatencyCap = Math.Min(Cap(stretch), _options.LatencyCap),
        KnownBound = _lines.Select(l => l.Sum - (l.Price * Cap(stretch))).DefaultIfEmpty(0).Max(),
        MostLabels = stretch.Budget,
        UseBeams = false,
    };

    /// <summary>Takes the least energy under a cap in the middle of a stretch, unless it is that of the next faster point, and leaves the stretches that remain.</summary>
    private void TakeBelow(Stretch stretch, MapperResult result)
    {
        if (result.Status != MapperStatus.Optimal)
        {
            Push(_rest, stretch with { Budget = stretch.Budget * BudgetGrowth });
            return;
        }

        if (result.Cost is { } cost && cost.TotalNanojoules < Left(stretch.Fast).Cost.TotalNanojoules * (1 - Incumbent.Tolerance))
        {
            Add(result, isProven: true);
            Push(_rest, stretch with { Slow = cost.LatencyCycles });
        }

        Push(_rest, stretch with { Fast = Cap(stretch) });
    }

    private ParetoPoint Left(double latency) => _found.Last(p => p.Key <= latency).Value;

    private double Price(Stretch stretch) => (_found[stretch.Fast].Cost.TotalNanojoules - _found[stretch.Slow].Cost.TotalNanojoules) / (stretch.Slow - stretch.Fast);

    /// <summary>What a weighted sum is known to be at least: between the ends, and where a flatter and a steeper line that bound the front meet.</summary>
    private double HullBound(double price)
    {
        var bound = _found.Values.Last().Cost.TotalNanojoules + (price * _found.Keys.First());
        foreach (var steep in _lines.Where(l => l.Price > price))
        {
            foreach (var flat in _lines.Where(l => l.Price < price))
            {
                var latency = (steep.Sum - flat.Sum) / (steep.Price - flat.Price);
                bound = Math.Max(bound, steep.Sum + ((price - steep.Price) * latency));
            }
        }

        return bound * (1 - (4 * Incumbent.Tolerance));
    }

    private static double Cap(Stretch stretch)
    {
        var middle = Math.Floor(Math.Sqrt(stretch.Fast * stretch.Slow));
        return middle > stretch.Fast && middle < stretch.Slow ? middle : Below(stretch.Slow);
    }

    private static double Below(double latency) => latency == Math.Floor(latency) ? latency - 1 : Math.BitDecrement(latency);

    private void Add(MapperResult result, bool isProven)
    {
        var point = new ParetoPoint(result.Mapping!, result.Cost!, isProven);
        if (_found.TryAdd(point.Cost.LatencyCycles, point))
        {
            _progress?.Report(point);
        }
    }

    /// <summary>Queues a stretch if anything can be in it: small budgets first, then what is widest on a logarithmic scale.</summary>
    private static void Push(PriorityQueue<Stretch, (double, double)> stretches, Stretch stretch)
    {
        if (Below(stretch.Slow) > stretch.Fast)
        {
            stretches.Enqueue(stretch, (stretch.Budget, -Math.Log(stretch.Slow / stretch.Fast)));
        }
    }

    private MapperResult[] Ask(MapperOptions[] questions, Mapping?[] starts)
    {
        var answers = new MapperResult[questions.Length];
        var left = _options.TimeLimit is { } limit ? TimeSpan.FromSeconds(Math.Max(0.01, (limit - _watch.Elapsed).TotalSeconds)) : (TimeSpan?)null;
        var threads = Math.Max(1, _options.Threads / questions.Length);
        Workers.Run([.. Enumerable.Range(0, questions.Length)], _options.Threads, i => answers[i] = Answer(questions[i] with { TimeLimit = left, Threads = threads }, starts[i]), CancellationToken.None);
        return answers;
    }

    private MapperResult Answer(MapperOptions options, Mapping? start)
    {
        var search = new LayerSearch(_layer, options, null, _cancellation);
        if (start is not null)
        {
            search.StartFrom(start);
        }

        return search.Run();
    }

    private ParetoFront Front(MapperStatus status, string infeasibility)
    {
        // A point that was not proven may turn out to be dominated by one found later.
        var points = new List<ParetoPoint>();
        foreach (var point in _found.Values)
        {
            if (points.Count == 0 || point.Cost.TotalNanojoules < points[^1].Cost.TotalNanojoules * (1 - Incumbent.Tolerance))
            {
                points.Add(point);
            }
        }

        return new ParetoFront
        {
            Points = [.. points],
            IsComplete = status == MapperStatus.Optimal && _hull.Count + _rest.Count == 0,
            Status = status,
            Infeasibility = infeasibility,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }

    /// <summary>Latencies between which nothing is known yet, and the labels the next search in it may make.</summary>
    private readonly record struct Stretch(double Fast, double Slow, long Budget);
}
