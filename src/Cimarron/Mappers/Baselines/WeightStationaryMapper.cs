using Cimarron.Hardware;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>
/// The weight-stationary heuristic, the usual dataflow of compute-in-memory accelerators and a baseline of the MIREDO study (arXiv 2510.26463): weights fill the
/// macros, stay while all inputs pass, and are written once. One loop order, decided by fixed priorities; docs/baselines.md states them.
/// </summary>
public sealed class WeightStationaryMapper : ILayerMapper
{
    /// <summary>Loops that need other weights, outermost first: partial sums of one group of outputs are finished before the next is begun.</summary>
    private static readonly Dim[] Outer = [Dim.G, Dim.K, Dim.C, Dim.R, Dim.S];

    /// <summary>Loops that use the same weights again.</summary>
    private static readonly Dim[] Reusing = [Dim.P, Dim.Q];

    /// <summary>Which weights share a cell, first choice first: reductions, so that sums grow in place.</summary>
    private static readonly Dim[] Depth = [Dim.S, Dim.R, Dim.C, Dim.K, Dim.G];

    /// <inheritdoc/>
    public string Name => "weight-stationary";

    /// <inheritdoc/>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var search = new BaselineSearch(layer, chip, options, progress, cancellationToken);
        if (search.Schemes.Count > 0)
        {
            var scheme = Unrolling(search.Schemes);
            var allocation = new GreedyAllocation(search.Room, options.Profile);
            search.Room.Load(scheme, Order(scheme, chip.Levels[chip.Tip(Operand.Weight)].CapacityBits / chip.Precision.Weight));
            search.Offer(allocation.Allocate(reservesDouble: false));
            search.Offer(allocation.Allocate(reservesDouble: true));
        }

        return search.Result(isCutShort: false, "weight-stationary heuristic: one loop order by fixed priorities, levels filled bottom-up; nothing is proven");
    }

    /// <summary>The scheme with the fewest activations; then the one that spreads the most distinct weights; then the fewest cores; then the first.</summary>
    internal static Scheme Unrolling(IEnumerable<Scheme> schemes) => schemes
        .OrderBy(s => s.Activations)
        .ThenByDescending(s => s.Spatial.Where(l => Operands.IsRelevant(Operand.Weight, l.Dim)).Aggregate(1.0, (product, l) => product * l.Size))
        .ThenBy(s => s.Cores)
        .First();

    /// <summary>The temporal loops, outermost first: other weights, then reuse, then the weights that lie in one cell.</summary>
    /// <param name="scheme">The parallel loops and what is left.</param>
    /// <param name="depth">Weights a cell can hold.</param>
    internal static LoopFactor[] Order(Scheme scheme, long depth)
    {
        var left = Operands.Dims.ToDictionary(d => d, d => PrimeFactors.Of(scheme.Bounds[(int)d]));
        var cell = new List<LoopFactor>();
        foreach (var dim in Depth)
        {
            // Small factors first: they fill the cell with the least left over.
            foreach (var prime in left[dim].Order().ToArray())
            {
                if (prime <= depth)
                {
                    depth /= prime;
                    cell.Add(new LoopFactor(dim, prime));
                    left[dim].Remove(prime);
                }
            }
        }

        cell.Reverse();
        return [.. Outer.Concat(Reusing).SelectMany(dim => left[dim].Select(size => new LoopFactor(dim, size))), .. cell];
    }
}
