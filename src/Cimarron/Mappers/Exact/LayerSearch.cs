using System.Diagnostics;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>The search of one layer from its schemes to a result.</summary>
internal sealed class LayerSearch
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(250);

    private const long MostGuideLabels = 50_000;

    private readonly LayerTables _layer;
    private readonly MapperOptions _options;
    private readonly IProgress<MapperProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly SearchGoal _goal;
    private readonly Deepening _search;
    private long _sideLabels;
    private long _nextReport;

    public LayerSearch(ChipSearchTables chip, Layer layer, MapperOptions options, IProgress<MapperProgress>? progress, CancellationToken cancellation, bool useDominance = true)
        : this(new LayerTables(chip, layer, options), options, progress, cancellation, useDominance)
    {
    }

    public LayerSearch(LayerTables layer, MapperOptions options, IProgress<MapperProgress>? progress, CancellationToken cancellation, bool useDominance = true)
    {
        _layer = layer;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _goal = new SearchGoal(options.Objective, options.LatencyCap, options.EnergyCap, options.CyclePrice, useDominance);
        _search = new Deepening(layer, options, _goal, layer.Schemes, Stop);
    }

    private Chip Chip => _layer.Chip.Costs.Chip;

    /// <summary>A mapping that is known already.</summary>
    public void StartFrom(Mapping mapping) => Seed(_search.Incumbent, mapping);

    /// <summary>An objective value that is known to be reachable; only better mappings are looked for.</summary>
    public void StartFromValue(double value) => _search.Incumbent.StartAt(value);

    /// <summary>A first mapping, with whatever bound there is.</summary>
    public MapperResult First()
    {
        _search.FindFirst();
        return Result(isProven: false, _search.Incumbent.Mapping);
    }

    /// <summary>The best mapping, proven unless time or the user ends the search.</summary>
    /// <param name="explain">Whether to find out why, if there is none.</param>
    public MapperResult Run(bool explain = true)
    {
        if (_search.Incumbent.Mapping is null)
        {
            _search.FindFirst();
        }

        if (_options.Objective == Objective.Latency)
        {
            StartFromEdp();
        }

        var proven = _search.Run(_options.KnownBound, _options.MostLabels);
        var mapping = _search.Incumbent.Mapping;
        if (proven && mapping is not null && _options.Objective == Objective.Latency)
        {
            mapping = LeastEnergyAtBestLatency(mapping);
        }

        return Result(proven, mapping, explain);
    }

    /// <summary>
    /// The energy-delay product is searched much faster than latency, because its bound sees the traffic, and its best mapping is often the
    /// fastest too: a good place to start from.
    /// </summary>
    private void StartFromEdp()
    {
        var search = new Deepening(_layer, _options, _goal with { Objective = Objective.Edp }, _layer.Schemes, Stop);
        if (_search.Incumbent.Mapping is { } known)
        {
            Seed(search.Incumbent, known);
        }

        if (!search.Run(mostLabels: MostGuideLabels))
        {
            search.Beam();
        }

        _sideLabels += search.Labels;
        if (search.Incumbent.Mapping is { } mapping && Measure(mapping).Cycles < _search.Incumbent.Primary)
        {
            Seed(_search.Incumbent, mapping);
        }
    }

    private LatencyEnergy Measure(Mapping mapping) => new Evaluator(Chip).Measure(mapping);

    private void Seed(Incumbent incumbent, Mapping mapping)
    {
        var cost = Measure(mapping);
        var dynamic = cost.Nanojoules - (Chip.LeakageNanojoulesPerCycle * cost.Cycles);
        if (incumbent.IsWithinCaps(cost.Cycles, dynamic))
        {
            incumbent.Take(cost.Cycles, dynamic, mapping);
        }
    }

    /// <summary>Among the fastest mappings the one with the least energy, as far as time allows.</summary>
    private Mapping LeastEnergyAtBestLatency(Mapping fastest)
    {
        var goal = _goal with { Objective = Objective.Energy, LatencyCap = _search.Incumbent.Primary };
        var search = new Deepening(_layer, _options, goal, _search.Contenders, Stop);
        Seed(search.Incumbent, fastest);
        search.Run(ceiling: double.PositiveInfinity);
        _sideLabels += search.Labels;
        return search.Incumbent.Mapping!;
    }

    /// <summary>Asked now and then by the searching threads; also reports progress.</summary>
    private bool Stop()
    {
        var now = _watch.ElapsedTicks;
        var due = Interlocked.Read(ref _nextReport);
        if (_progress is not null && now >= due && Interlocked.CompareExchange(ref _nextReport, now + (long)(ReportEvery.TotalSeconds * Stopwatch.Frequency), due) == due)
        {
            _progress.Report(new MapperProgress(_search.Incumbent.Primary, _search.LowerBound, _watch.Elapsed));
        }

        return _cancellation.IsCancellationRequested || (_options.TimeLimit is { } limit && _watch.Elapsed > limit);
    }

    private MapperResult Result(bool isProven, Mapping? mapping, bool explain = false)
    {
        var cost = mapping is null ? null : new Evaluator(Chip).Evaluate(mapping);
        var value = cost is null ? double.PositiveInfinity : _search.Incumbent.Value(cost.LatencyCycles, cost.TotalNanojoules - cost.LeakageNanojoules);
        return new MapperResult
        {
            Objective = _options.Objective,
            Status = isProven ? (mapping is null ? MapperStatus.Infeasible : MapperStatus.Optimal)
                : _cancellation.IsCancellationRequested ? MapperStatus.Cancelled : MapperStatus.TimeLimit,
            Mapping = mapping,
            Cost = cost,
            Value = value,
            LowerBound = isProven ? value : Math.Min(value, _search.LowerBound),
            ProvenFor = "exact timing rules",
            Seconds = _watch.Elapsed.TotalSeconds,
            Labels = _search.Labels + _sideLabels,
            Assumptions = Assumptions(),
            Infeasibility = explain && isProven && mapping is null ? new InfeasibilityReason(_layer.Layer, _layer.Chip.Costs, _options, _layer.Schemes.Count).Find(_cancellation) : "",
        };
    }

    private System.Collections.Immutable.ImmutableArray<string> Assumptions() =>
    [
        $"profile {(_options.Profile == LegalityProfile.Strict ? "strict: outputs end in DRAM" : "reference: outputs may be preloaded")}",
        _options.Padding
            ? "bounds: divisors of the layer's bounds; besides, an axis may be filled by over-covering, and a temporal bound with a prime factor above 7 may be rounded up to one without"
            : "bounds: divisors of the layer's bounds",
        .. _options.Constraints.Split(Chip).Select(c => $"condition: {c.Text}"),
        .. double.IsPositiveInfinity(_options.LatencyCap) ? Array.Empty<string>() : [$"cap: at most {_options.LatencyCap:N0} cycles"],
        .. double.IsPositiveInfinity(_options.EnergyCap) ? Array.Empty<string>() : [$"cap: at most {_options.EnergyCap:N3} nJ"],
    ];
}
