using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Fronts;

/// <summary>The fronts of a network's layers.</summary>
/// <param name="Network">The network.</param>
/// <param name="Chip">The chip.</param>
/// <param name="Options">What was searched under.</param>
/// <param name="Layers">One front per distinct shape, in the order of first use.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="WasCancelled">Whether the user stopped the search.</param>
public sealed record NetworkFront(Network Network, Chip Chip, MapperOptions Options, ImmutableArray<LayerFront> Layers, double Seconds, bool WasCancelled)
{
    /// <summary>
    /// Choices of one point per layer from which the whole network's latency and energy follow as sums, the fastest first: the corners of the convex hull
    /// over all such choices. Going down from the fastest, each step is the one left with the most energy saved per cycle, so no choice of these
    /// points lies below the line through two neighbouring corners. Empty unless every layer has a point.
    /// </summary>
    public ImmutableArray<NetworkPoint> Corners()
    {
        if (Layers.IsEmpty || Layers.Any(l => l.Front.Points.IsEmpty))
        {
            return [];
        }

        var choice = Layers.Select(_ => 0).ToImmutableArray();
        var corners = new List<NetworkPoint> { Point(choice) };
        var steps = Layers.SelectMany((layer, index) => Steps(layer.Front).Select(s => (Layer: index, s.To, s.Slope)));
        foreach (var (layer, to, _) in steps.OrderByDescending(s => s.Slope).ThenBy(s => s.Layer))
        {
            choice = choice.SetItem(layer, to);
            corners.Add(Point(choice));
        }

        return [.. corners];
    }

    private NetworkPoint Point(ImmutableArray<int> choice)
    {
        var cycles = 0.0;
        var nanojoules = 0.0;
        for (var i = 0; i < Layers.Length; i++)
        {
            var cost = Layers[i].Front.Points[choice[i]].Cost;
            cycles += Layers[i].Count * cost.LatencyCycles;
            nanojoules += Layers[i].Count * cost.TotalNanojoules;
        }

        return new NetworkPoint(cycles, nanojoules, choice);
    }

    /// <summary>The edges of the lower hull of a front: the point reached, and the energy saved per cycle on the way, which falls from edge to edge.</summary>
    private static IEnumerable<(int To, double Slope)> Steps(ParetoFront front)
    {
        var at = 0;
        while (at < front.Points.Length - 1)
        {
            var (best, slope) = (at, double.NegativeInfinity);
            for (var to = at + 1; to < front.Points.Length; to++)
            {
                var saved = front.Points[at].Cost.TotalNanojoules - front.Points[to].Cost.TotalNanojoules;
                var steepness = saved / (front.Points[to].Cost.LatencyCycles - front.Points[at].Cost.LatencyCycles);
                (best, slope) = steepness >= slope ? (to, steepness) : (best, slope);
            }

            yield return (best, slope);
            at = best;
        }
    }
}
