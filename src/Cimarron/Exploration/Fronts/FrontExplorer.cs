using System.Collections.Immutable;
using System.Diagnostics;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Fronts;

/// <summary>Searches the front between latency and energy of every layer of a network.</summary>
public static class FrontExplorer
{
    /// <summary>Searches layer by layer. Cancellation does not throw: what was found so far is returned.</summary>
    /// <param name="network">The network.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">Conditions and threads; the objective is ignored, the time limit is for each layer's front.</param>
    /// <param name="points">Most points per layer, ≥ 2.</param>
    /// <param name="progress">Told of every point found.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static NetworkFront Run(Network network, Chip chip, MapperOptions options, int points, IProgress<FrontProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        var layers = NetworkMapper.Group(network, options.Objective);
        var fronts = ImmutableArray.CreateBuilder<LayerFront>();
        for (var i = 0; i < layers.Length && !cancellationToken.IsCancellationRequested; i++)
        {
            var (layer, found) = (layers[i], 0);
            void Report() => progress?.Report(new FrontProgress(layer.Name, i + 1, layers.Length, found, points, watch.Elapsed));
            Report();
            var front = ParetoMapper.Map(layer.Shape, chip, options, points, new Listener(() => { found++; Report(); }), cancellationToken);
            fronts.Add(new LayerFront(layer.Name, layer.Shape, layer.Count, front));
        }

        return new NetworkFront(network, chip, options, fronts.ToImmutable(), watch.Elapsed.TotalSeconds, cancellationToken.IsCancellationRequested);
    }

    private sealed class Listener(Action report) : IProgress<ParetoPoint>
    {
        public void Report(ParetoPoint value) => report();
    }
}
