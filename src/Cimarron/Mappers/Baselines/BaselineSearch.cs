using System.Collections.Immutable;
using System.Diagnostics;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>
/// What the heuristics share: the parallel schemes, the best mapping so far under the exact rules, limits and the report. A heuristic proves nothing,
/// so its result carries only the bound that is known without any search: full use of the chosen arrays and every operand over the DRAM port once.
/// </summary>
internal sealed class BaselineSearch
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(250);

    private readonly Layer _layer;
    private readonly Chip _chip;
    private readonly MapperOptions _options;
    private readonly IProgress<MapperProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Evaluator _evaluator;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly double _bound;
    private TimeSpan _nextReport = ReportEvery;
    private Mapping? _best;
    private (double Primary, double Secondary) _value = (double.PositiveInfinity, double.PositiveInfinity);

    public BaselineSearch(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress, CancellationToken cancellation)
    {
        (_layer, _chip, _options, _progress, _cancellation) = (layer, chip, options, progress, cancellation);
        Tables = new ChipTables(chip);
        Schemes = SchemeEnumerator.Enumerate(Tables, layer, options.Padding);
        Room = new NestRoom(Tables, layer);
        _evaluator = new Evaluator(chip);
        _bound = Floor();
    }

    public ChipTables Tables { get; }

    /// <summary>Every choice of parallel loops.</summary>
    public List<Scheme> Schemes { get; }

    public NestRoom Room { get; }

    /// <summary>Mappings measured so far.</summary>
    public long Measured { get; private set; }

    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Whether the user or the time limit ends the search; also reports progress.</summary>
    public bool Stop()
    {
        var elapsed = _watch.Elapsed;
        if (_progress is not null && elapsed >= _nextReport)
        {
            _nextReport = elapsed + ReportEvery;
            _progress.Report(new MapperProgress(_value.Primary, Math.Min(_bound, _value.Primary), elapsed));
        }

        return _cancellation.IsCancellationRequested || elapsed > _options.TimeLimit;
    }

    /// <summary>Measures a mapping and keeps it if it is the best so far; null (nothing fits) is skipped.</summary>
    public void Offer(Mapping? mapping)
    {
        if (mapping is null)
        {
            return;
        }

        Measured++;
        var cost = _evaluator.Measure(mapping);
        var value = (Primary: Value(cost), Secondary: _options.Objective == Objective.Latency ? cost.Nanojoules : cost.Cycles);
        if (value.Primary < _value.Primary || (value.Primary == _value.Primary && value.Secondary < _value.Secondary))
        {
            (_value, _best) = (value, mapping);
        }
    }

    /// <summary>The result.</summary>
    /// <param name="isCutShort">Whether time or user ended the search before its own end.</param>
    /// <param name="how">What the heuristic did, one sentence for the assumptions.</param>
    /// <param name="seed">Seed of random choices.</param>
    public MapperResult Result(bool isCutShort, string how, int? seed = null)
    {
        if (_best is not null && MappingValidator.Validate(_best, _chip, _options.Profile).FirstOrDefault(v => v.Severity == Severity.Error) is { } violation)
        {
            throw new InvalidOperationException($"the heuristic made an illegal mapping of layer {_layer}: {violation}");
        }

        var cost = _best is null ? null : _evaluator.Evaluate(_best);
        var infeasibility = Infeasibility();
        return new MapperResult
        {
            Objective = _options.Objective,
            Status = infeasibility.Length > 0 ? MapperStatus.Infeasible
                : !isCutShort ? MapperStatus.Heuristic
                : _cancellation.IsCancellationRequested ? MapperStatus.Cancelled : MapperStatus.TimeLimit,
            Mapping = _best,
            Cost = cost,
            Value = cost is null ? double.PositiveInfinity : _options.Objective switch { Objective.Latency => cost.LatencyCycles, Objective.Energy => cost.TotalNanojoules, _ => cost.Edp },
            LowerBound = Math.Min(_bound, _value.Primary),
            ProvenFor = "exact timing rules; a floor without search",
            Seconds = _watch.Elapsed.TotalSeconds,
            Labels = Measured,
            Seed = seed,
            Assumptions = [how],
            Infeasibility = infeasibility,
        };
    }

    private double Value(LatencyEnergy cost) => _options.Objective switch { Objective.Latency => cost.Cycles, Objective.Energy => cost.Nanojoules, _ => cost.Edp };

    private double Floor()
    {
        var floor = new SchemeFloor(Tables, _layer, _options.Profile == LegalityProfile.Strict);
        var least = double.PositiveInfinity;
        foreach (var scheme in Schemes)
        {
            var cycles = floor.Cycles(scheme);
            least = Math.Min(least, Value(new LatencyEnergy(cycles, floor.Nanojoules(scheme) + (cycles * _chip.LeakageNanojoulesPerCycle))));
        }

        return double.IsPositiveInfinity(least) ? 0 : least;
    }

    /// <summary>Why there can be no mapping at all; empty when there may be one.</summary>
    private string Infeasibility()
    {
        if (Schemes.Count == 0)
        {
            return "the layer has a single multiply-accumulate, which leaves no loop to map";
        }

        var needed = SchemeFloor.DramBits(Tables, _layer);
        return _best is null && needed > _chip.Levels[0].CapacityBits
            ? $"the operands take at least {needed:N0} bit, but {_chip.Levels[0].Name} has {_chip.Levels[0].CapacityBits:N0} bit"
            : "";
    }
}
