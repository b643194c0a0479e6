using System.Collections.Immutable;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Miredo;

/// <summary>The answers for all layers of a network and their sums.</summary>
/// <param name="Layers">Shape, executions and answer.</param>
internal sealed record MappedNetwork(ImmutableArray<(Layer Layer, long Count, MapperResult Answer)> Layers)
{
    /// <summary>Sum of the latencies, cycles; not a number when a layer has no mapping.</summary>
    public double Cycles => Layers.Sum(l => l.Count * (l.Answer.Cost?.LatencyCycles ?? double.NaN));

    /// <summary>Sum of the energies, nJ.</summary>
    public double Nanojoules => Layers.Sum(l => l.Count * (l.Answer.Cost?.TotalNanojoules ?? double.NaN));

    /// <summary>Product of the sums.</summary>
    public double Edp => Cycles * Nanojoules;

    /// <summary>Layers proven optimal.</summary>
    public int Proven => Layers.Count(l => l.Answer.Status == MapperStatus.Optimal);

    /// <summary>Time of all searches.</summary>
    public double Seconds => Layers.Sum(l => l.Answer.Seconds);
}
