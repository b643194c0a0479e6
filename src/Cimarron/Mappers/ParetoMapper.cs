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

    private readonly ChipSearchTables _chip;
    private readonly Layer _layer;
    private readonly MapperOptions _options;
    private readonly int _points;
    private readonly IProgress<ParetoPoint>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly SortedDictionary<double, ParetoPoint> _found = [];
    private PriorityQueue<(double Fast, double Slow), (double, double)> _stretches = new();
    private PriorityQueue<(double Fast, double Slow), (double, double)> _rest = new();

    /// <summary>Proven for every mapping: energy + price · latency ≥ sum.</summary>
    private readonly List<(double Price, double Sum)> _lines = [];

    private ParetoMapper(Layer layer, Chip chip, MapperOptions options, int points, IProgress<ParetoPoint>? progress, CancellationToken cancellationToken)
    {
        _chip = new ChipSearchTables(chip, options.Constraints);
        _layer = layer;
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
        var fastest = Search(_options with { Objective = Objective.Latency }, null);
        if (fastest.Mapping is null)
        {
            return Front(fastest.Status, fastest.Infeasibility);
        }

        var frugal = Search(_options with { Objective = Objective.Energy }, fastest.Mapping);
        var quickFrugal = Search(_options with { Objective = Objective.Latency, EnergyCap = frugal.Cost!.TotalNanojoules * (1 + (2 * Incumbent.Tolerance)) }, frugal.Mapping);
        Add(fastest, fastest.Status == MapperStatus.Optimal);
        Add(quickFrugal.Mapping is null ? frugal : quickFrugal, frugal.Status == MapperStatus.Optimal && quickFrugal.Status == MapperStatus.Optimal);
        if (_found.Count == 2)
        {
            Push(_found.Keys.First(), _found.Keys.Last());
            Explore(DivideHull);
            (_stretches, _rest) = (_rest, _stretches);
            Explore(Divide);
        }

        return Front(_cancellation.IsCancellationRequested ? MapperStatus.Cancelled : _found.Values.All(p => p.IsProven) ? MapperStatus.Optimal : MapperStatus.TimeLimit, "");
    }

    private void Explore(Action<double, double> divide)
    {
        while (_found.Count < _points && _stretches.Count > 0 && !IsLate)
        {
            var (fast, slow) = _stretches.Dequeue();
            divide(fast, slow);
        }
    }

    /// <summary>
    /// Looks for a point below the line through two neighbours: the least weighted sum with the line's slope. Such points form the convex hull of the
    /// front and are found quickest; a stretch without one is left for later.
    /// </summary>
    private void DivideHull(double fast, double slow)
    {
        var (left, right) = (_found[fast].Cost, _found[slow].Cost);
        var price = (left.TotalNanojoules - right.TotalNanojoules) / (slow - fast);
        var result = Search(_options with { Objective = Objective.Energy, CyclePrice = price }, _found[fast].Mapping);
        if (result.Status == MapperStatus.Optimal)
        {
            _lines.Add((price, result.Value * (1 - (2 * Incumbent.Tolerance))));
        }

        if (result is { Status: MapperStatus.Optimal, Cost: { } cost }
            && cost.LatencyCycles > fast && cost.LatencyCycles < slow
            && cost.TotalNanojoules + (price * cost.LatencyCycles) < (left.TotalNanojoules + (price * fast)) * (1 - (2 * Incumbent.Tolerance)))
        {
            Add(result, isProven: true);
            Push(fast, cost.LatencyCycles);
            Push(cost.LatencyCycles, slow);
            return;
        }

        _rest.Enqueue((fast, slow), Priority(fast, slow));
    }

    /// <summary>Looks for a point in a stretch of latencies, of which nothing is known between its ends, and leaves the stretches that remain.</summary>
    private void Divide(double fast, double slow)
    {
        var middle = Math.Floor(Math.Sqrt(fast * slow));
        var cap = middle > fast && middle < slow ? middle : Below(slow);
        if (TryBelow(cap, _found.Last(p => p.Key <= fast).Value, out var latency))
        {
            Push(fast, latency);
        }

        Push(cap, slow);
    }

    /// <summary>The widest stretch on a logarithmic scale first, and of equal ones the faster.</summary>
    private static (double, double) Priority(double fast, double slow) => (-Math.Log(slow / fast), fast);

    /// <summary>What the least energy under a latency cap is known to be at least.</summary>
    private double Bound(double cap) => _lines.Select(l => l.Sum - (l.Price * cap)).DefaultIfEmpty(0).Max();

    private static double Below(double latency) => latency == Math.Floor(latency) ? latency - 1 : Math.BitDecrement(latency);

    /// <summary>The least energy under a cap; false when it is that of the next faster point.</summary>
    private bool TryBelow(double cap, ParetoPoint left, out double latency)
    {
        latency = 0;
        var result = Search(_options with { Objective = Objective.Energy, LatencyCap = Math.Min(cap, _options.LatencyCap), KnownBound = Bound(cap) }, left.Mapping);
        if (result.Cost is not { } cost || cost.TotalNanojoules >= left.Cost.TotalNanojoules * (1 - Incumbent.Tolerance))
        {
            return false;
        }

        latency = cost.LatencyCycles;
        Add(result, result.Status == MapperStatus.Optimal);
        return true;
    }

    private void Add(MapperResult result, bool isProven)
    {
        var point = new ParetoPoint(result.Mapping!, result.Cost!, isProven);
        if (_found.TryAdd(point.Cost.LatencyCycles, point))
        {
            _progress?.Report(point);
        }
    }

    private void Push(double fast, double slow)
    {
        if (Below(slow) > fast)
        {
            _stretches.Enqueue((fast, slow), Priority(fast, slow));
        }
    }

    private MapperResult Search(MapperOptions options, Mapping? start)
    {
        var left = _options.TimeLimit is { } limit ? TimeSpan.FromSeconds(Math.Max(0.01, (limit - _watch.Elapsed).TotalSeconds)) : (TimeSpan?)null;
        var search = new LayerSearch(_chip, _layer, options with { TimeLimit = left }, null, _cancellation);
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
            IsComplete = status == MapperStatus.Optimal && _stretches.Count + _rest.Count == 0,
            Status = status,
            Infeasibility = infeasibility,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }
}
