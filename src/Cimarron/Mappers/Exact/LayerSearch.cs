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

    public MapperResult Run()
    {
        Span<int> bounds = stackalloc int[Operands.DimCount];
        for (var d = 0; d < Operands.DimCount; d++)
        {
            bounds[d] = _layer[(Dim)d];
        }

        var schemes = SchemeEnumerator.Enumerate(_chip.Costs, bounds);
        schemes = [.. schemes.OrderBy(s => s.Activations)];
        Trace?.Invoke($"{schemes.Count} schemes");
        var searched = 0;
        foreach (var scheme in schemes)
        {
            var compute = scheme.Activations * _chip.Costs.MacCycles;
            var mac = _chip.Costs.ActivationPicojoules * scheme.Activations * scheme.Cores * 1e-3;
            if (_incumbent.Cuts(compute, mac))
            {
                continue;
            }

            searched++;
            var t0 = _watch.Elapsed.TotalSeconds;
            var tables = new SchemeTables(_chip.Costs, _layer, scheme);
            var bound = new JointEnergyBound(_chip.Costs, tables, _chip.Classes, _options.Profile == Mappings.LegalityProfile.Strict);
            var t1 = _watch.Elapsed.TotalSeconds;
            if (searched <= 12)
            {
                var beam = new SchemeSearch(_chip, tables, _options, _incumbent, bound);
                beam.Run(2, () => false);
            }

            var t2 = _watch.Elapsed.TotalSeconds;
            var search = new SchemeSearch(_chip, tables, _options, _incumbent, bound);
            search.Run(int.MaxValue, () => false);
            _labels += search.Labels;
            Trace?.Invoke($"{searched} N={scheme.Activations} V={tables.Lattice.Count} bound {t1 - t0:F3}s beam {t2 - t1:F3}s exact {_watch.Elapsed.TotalSeconds - t2:F3}s labels {search.Labels} best {_incumbent.Primary}");
        }

        return new MapperResult
        {
            Objective = _options.Objective,
            Status = MapperStatus.Optimal,
            Value = _incumbent.Primary,
            LowerBound = _incumbent.Primary,
            Mapping = _incumbent.Mapping,
            Cost = _incumbent.Mapping is { } m ? new Evaluator(_chip.Costs.Chip).Evaluate(m) : null,
            ProvenFor = "",
            Seconds = _watch.Elapsed.TotalSeconds,
            Labels = _labels,
        };
    }
}
