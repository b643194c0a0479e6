using Cimarron.Costs;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>Searches all schemes of a layer for the best mapping under the recursion, in the order of their bounds.</summary>
internal sealed class RecursionLayerSearch
{
    private readonly ChipSearchTables _chip;
    private readonly StatusMerge _merge;
    private readonly Layer _layer;
    private readonly MapperOptions _options;
    private readonly ColumnFilter? _filter;
    private readonly Func<bool> _stop;
    private readonly double _leakage;

    public RecursionLayerSearch(ChipSearchTables chip, Layer layer, MapperOptions options, Func<bool> stop)
    {
        _chip = chip;
        _merge = new StatusMerge(chip.States);
        _layer = layer;
        _options = options;
        _filter = ColumnFilter.Of(chip.Room.Constraints);
        _stop = stop;
        _leakage = chip.Costs.Chip.LeakageNanojoulesPerCycle;
    }

    public StatusMerge Merge => _merge;

    /// <summary>All columns of a scheme.</summary>
    public SchemeColumns Columns(Scheme scheme) => new(_chip, _merge, new SchemeTables(_chip.Costs, _layer, scheme), _options.Profile);

    /// <summary>Searches, starting from mappings that are known.</summary>
    public RecursionOptimum Run(params ReadOnlySpan<Mapping> known)
    {
        var model = new AnalyticModel(_chip.Costs.Chip);
        var (best, mapping) = (double.PositiveInfinity, (Mapping?)null);
        foreach (var candidate in known)
        {
            var cost = model.Measure(candidate);
            var value = ObjectiveValue.Of(_options.Objective, cost.Cycles, cost.Nanojoules);
            (best, mapping) = value < best ? (value, candidate) : (best, mapping);
        }

        var schemes = Schemes();
        var found = new List<OpenScheme>();
        var (labels, isComplete, next) = (0L, true, 0);
        for (; next < schemes.Count && schemes[next].Bound <= best && isComplete; next++)
        {
            isComplete = Search(schemes[next].Scheme, ref best, ref mapping, ref labels, found);
        }

        var least = isComplete ? best : Math.Min(best, Math.Min(found.Select(s => s.Bound).DefaultIfEmpty(best).Min(), next < schemes.Count ? schemes[next].Bound : best));
        return new RecursionOptimum(_options.Objective, best, mapping, least, schemes.Count, [.. found.Where(s => s.Bound <= best).OrderBy(s => s.Bound)], labels);
    }

    /// <summary>
    /// All schemes with a bound that costs nothing to find, least first: the activations, and the energy that data must cost. The DRAM
    /// roofline of the exact rules is no bound on the recursion's latency, which may leave out refills of a double buffer.
    /// </summary>
    public List<OpenScheme> Schemes()
    {
        var floor = new SchemeFloor(_chip.Costs, _layer, _options.Profile == LegalityProfile.Strict);
        return [.. SchemeEnumerator.Enumerate(_chip.Costs, _layer, _options.Padding, !_chip.Room.Constraints.Order.IsEmpty).Select(s => new OpenScheme(s, Floor(floor, s))).OrderBy(s => s.Bound)];
    }

    private double Floor(SchemeFloor floor, Scheme scheme)
    {
        var cycles = scheme.Activations * _chip.Costs.MacCycles;
        return ObjectiveValue.Of(_options.Objective, cycles, floor.Nanojoules(scheme) + (_leakage * cycles));
    }

    private bool Search(Scheme scheme, ref double best, ref Mapping? mapping, ref long labels, List<OpenScheme> found)
    {
        if (_stop())
        {
            return false;
        }

        var columns = Columns(scheme);
        var bound = new RecursionBound(columns, _options.Objective, _leakage, _filter, best);
        if (double.IsPositiveInfinity(bound.Root) || bound.Root > best)
        {
            return true;
        }

        found.Add(new OpenScheme(scheme, bound.Root));
        var search = new RecursionSearch(_chip, columns, bound, _options.Objective, best, _filter);
        var complete = search.Run(_stop);
        labels += search.Labels;
        (best, mapping) = search.Mapping is { } better ? (search.Best, better) : (best, mapping);
        return complete;
    }
}
