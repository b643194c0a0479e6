using Cimarron.Hardware;
using Cimarron.Mappers.Exact;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>
/// A search in the manner of LOMA, ZigZag's temporal mapper ("LOMA: Fast Auto-Scheduling on DNN Accelerators through Loop-Order-based Memory Allocation", AICAS 2021;
/// ZigZag: arXiv 2007.11360): for the few best spatial unrollings every order of the merged prime factors, levels filled bottom-up,
/// the best under the objective kept. Measured by the exact rules, not by ZigZag's cost model.
/// </summary>
public sealed class LomaMapper : ILayerMapper
{
    private readonly LomaOptions _options;

    /// <summary>A mapper with the given limits; the defaults are ZigZag's.</summary>
    public LomaMapper(LomaOptions? options = null) => _options = options ?? new LomaOptions();

    /// <inheritdoc/>
    public string Name => "loma";

    /// <inheritdoc/>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var search = new BaselineSearch(layer, chip, options, progress, cancellationToken);
        var allocation = new GreedyAllocation(search.Room, options.Profile);
        var isCutShort = false;
        foreach (var scheme in Candidates(search.Schemes).TakeWhile(_ => !isCutShort))
        {
            foreach (var order in Permutations.Distinct(PrimeFactors.Merge(PrimeFactors.Of(scheme.Bounds.AsSpan()), _options.Limit)))
            {
                search.Room.Load(scheme, order);
                search.Offer(allocation.Allocate(reservesDouble: false));
                search.Offer(allocation.Allocate(reservesDouble: true));
                if (search.Stop())
                {
                    isCutShort = true;
                    break;
                }
            }
        }

        return search.Result(isCutShort, $"LOMA-style heuristic: {search.Measured:N0} mappings from every order of at most {_options.Limit} merged prime factors (never fewer than dimensions), {_options.SpatialCandidates} spatial unrollings; nothing is proven");
    }

    /// <summary>The unrollings with the fewest activations, then the fewest cores, then the first.</summary>
    private IEnumerable<Scheme> Candidates(IEnumerable<Scheme> schemes) =>
        schemes.OrderBy(s => s.Activations).ThenBy(s => s.Cores).Take(_options.SpatialCandidates);
}
