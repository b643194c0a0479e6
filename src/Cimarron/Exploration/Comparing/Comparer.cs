using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappers.Baselines;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Comparing;

/// <summary>Runs mappers one after another on the same network, so that none competes with another for the processors.</summary>
public static class Comparer
{
    /// <summary>Maps the network with every mapper. Cancellation does not throw: mappers not reached yet report no mappings.</summary>
    /// <param name="network">The network.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">Objective, limits and threads, the same for all.</param>
    /// <param name="mappers">The mappers with the names to show. The exact one runs first, and random sampling without limits of its own gets the time that took on each layer.</param>
    /// <param name="progress">Told of every step on the searching threads.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static Comparison Run(
        Network network, Chip chip, MapperOptions options, ImmutableArray<(string Name, ILayerMapper Mapper)> mappers, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var results = new NetworkResult[mappers.Length];
        var order = Enumerable.Range(0, mappers.Length).OrderBy(i => mappers[i].Mapper.Name == Comparison.ExactName ? 0 : 1).ToArray();
        NetworkResult? exact = null;
        for (var at = 0; at < order.Length; at++)
        {
            var (name, mapper) = mappers[order[at]];
            var listener = progress is null ? null : new Listener(progress, name, at + 1, order.Length);
            var timed = exact is not null && mapper is RandomMapper { Options: { Samples: null, Seconds: null } } sampler ? new EqualTimeMapper(sampler, Seconds(exact)) : mapper;
            results[order[at]] = new NetworkMapper(timed).Map(network, chip, options, listener, cancellationToken);
            exact ??= mapper.Name == Comparison.ExactName ? results[order[at]] : null;
        }

        return new Comparison(network, chip, options, [.. mappers.Select((m, i) => (m.Name, results[i]))]);
    }

    private static Dictionary<Layer, double> Seconds(NetworkResult result) => result.Layers.ToDictionary(l => l.Shape.Shape, l => l.Answer.Seconds);

    private sealed class Listener(IProgress<ComparisonProgress> to, string mapper, int index, int count) : IProgress<NetworkProgress>
    {
        public void Report(NetworkProgress value) => to.Report(new ComparisonProgress(mapper, index, count, value));
    }
}
