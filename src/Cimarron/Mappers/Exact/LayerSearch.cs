using System.Diagnostics;
using Cimarron.Costs;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>The search of one layer: schemes in order of their bound, first by a narrow beam for a good incumbent, then exactly.</summary>
internal sealed class LayerSearch
{
    private readonly ChipSearchTables _chip;
    private readonly Layer _layer;
    private readonly MapperOptions _options;
    private readonly IProgress<MapperProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Incumbent _incumbent;
    private long _labels;

    public LayerSearch(ChipSearchTables chip, Layer layer, MapperOptions options, IProgress<MapperProgress>? progress, CancellationToken cancellation)
    {
        _chip = chip;
        _layer = layer;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _incumbent = new Incumbent(options.Objective, chip.Costs.Chip.LeakageNanojoulesPerCycle);
    }

    public static Action<string>? Trace { get; set; }

    public static Action<SchemeSearch, SchemeTables, ChipSearchTables, Incumbent>? Inspect { get; set; }

    public MapperResult Run()
    {
        Span<int> bounds = stackalloc int[Operands.DimCount];
        for (var d = 0; d < Operands.DimCount; d++)
        {
            bounds[d] = _layer[(Dim)d];
        }

        var schemes = SchemeEnumerator.Enumerate(_chip.Costs, bounds);
        var floor = new SchemeFloor(_chip.Costs, _layer, _options.Profile == Mappings.LegalityProfile.Strict);
        var pending = schemes.Select(s => new OpenScheme(s, _incumbent.Value(floor.Cycles(s), floor.Nanojoules(s)))).ToList();
        Trace?.Invoke($"{schemes.Count} schemes");
        var ceiling = 0.0;
        var first = true;
        while (pending.Count > 0)
        {
            pending.Sort((a, b) => a.Bound.CompareTo(b.Bound));
            if (pending[0].Bound > _incumbent.Primary * (1 + Incumbent.Tolerance))
            {
                break;
            }

            ceiling = Math.Max(ceiling, pending[0].Bound * 1.0001);
            var next = new List<OpenScheme>();
            var t0 = _watch.Elapsed.TotalSeconds;
            var labels = 0L;
            var searched = 0;
            foreach (var open in pending)
            {
                if (open.Bound > ceiling)
                {
                    next.Add(open);
                    continue;
                }

                if (open.Bound > _incumbent.Primary * (1 + Incumbent.Tolerance))
                {
                    continue;
                }

                searched++;
                var tables = new SchemeTables(_chip.Costs, _layer, open.Scheme);
                var bound = new JointEnergyBound(_chip.Costs, tables, _chip.Classes, _options.Profile == Mappings.LegalityProfile.Strict);
                if (first)
                {
                    var beam = new SchemeSearch(_chip, tables, _options, _incumbent, bound);
                    beam.Run(1, () => false);
                    first = false;
                    Trace?.Invoke($"beam {_watch.Elapsed.TotalSeconds - t0} {_incumbent.Primary}");
                }

                _incumbent.Ceiling = ceiling;
                _incumbent.LeastPutOff = double.PositiveInfinity;
                var search = new SchemeSearch(_chip, tables, _options, _incumbent, bound);
                search.Run(int.MaxValue, () => false);
                _labels += search.Labels;
                labels += search.Labels;
                Inspect?.Invoke(search, tables, _chip, _incumbent);
                if (_incumbent.LeastPutOff < double.PositiveInfinity)
                {
                    next.Add(open with { Bound = _incumbent.LeastPutOff });
                }
            }

            Trace?.Invoke($"ceiling {ceiling} searched {searched} labels {labels} {_watch.Elapsed.TotalSeconds - t0:F3}s best {_incumbent.Primary} open {next.Count}");
            pending = next;
            ceiling *= labels < 3000 ? 1.2 : labels < 30000 ? 1.1 : 1.05;
        }

        return new MapperResult
        {
            Objective = _options.Objective,
            Status = _incumbent.Mapping is null ? MapperStatus.Infeasible : MapperStatus.Optimal,
            Value = _incumbent.Primary,
            LowerBound = _incumbent.Primary,
            Mapping = _incumbent.Mapping,
            Cost = _incumbent.Mapping is { } m ? new Evaluator(_chip.Costs.Chip).Evaluate(m) : null,
            ProvenFor = "",
            Seconds = _watch.Elapsed.TotalSeconds,
            Labels = _labels,
        };
    }

    private sealed record OpenScheme(Scheme Scheme, double Bound);
}
