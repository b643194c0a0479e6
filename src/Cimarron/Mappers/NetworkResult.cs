using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>A network mapped onto a chip.</summary>
/// <param name="Network">The network.</param>
/// <param name="Chip">The chip.</param>
/// <param name="Options">What was searched for.</param>
/// <param name="MapperName">Who searched.</param>
/// <param name="Layers">One entry per distinct shape, in the order of first use.</param>
public sealed record NetworkResult(Network Network, Chip Chip, MapperOptions Options, string MapperName, ImmutableArray<NetworkLayer> Layers)
{
    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether the user stopped the search.</summary>
    public bool WasCancelled { get; init; }

    /// <summary>Whether every layer has a mapping.</summary>
    public bool IsComplete => Layers.All(l => l.Answer.Cost is not null);

    /// <summary>Sum of the latencies of the mapped layers, cycles.</summary>
    public double LatencyCycles => Layers.Sum(l => l.Count * (l.Answer.Cost?.LatencyCycles ?? 0));

    /// <summary>Sum of the energies of the mapped layers, nJ.</summary>
    public double Nanojoules => Layers.Sum(l => l.Count * (l.Answer.Cost?.TotalNanojoules ?? 0));

    /// <summary>Product of the two sums, nJ·cycles.</summary>
    public double Edp => LatencyCycles * Nanojoules;

    /// <summary>The network's value under the objective.</summary>
    public double Value => Options.Objective switch { Objective.Latency => LatencyCycles, Objective.Energy => Nanojoules, _ => Edp };

    /// <summary>
    /// Proven lower bound on <see cref="Value"/> over all choices of mappings. Latency and energy: the sum of the layers' bounds. EDP:
    /// (Σ n·√b)² with b the layers' EDP bounds, because (Σ n·L)(Σ n·E) ≥ (Σ n·√(L·E))² (Cauchy–Schwarz). It can stay below the value
    /// even when every layer is proven optimal: the best product of sums need not use each layer's best product.
    /// </summary>
    public double LowerBound => Options.Objective == Objective.Edp
        ? Math.Pow(Layers.Sum(l => l.Count * Math.Sqrt(l.Answer.LowerBound)), 2)
        : Layers.Sum(l => l.Count * l.Answer.LowerBound);

    /// <summary>How the whole ended: infeasible before cancelled before out of time before heuristic before optimal (every layer proven).</summary>
    public MapperStatus Status =>
        Layers.Any(l => l.Answer.Status == MapperStatus.Infeasible) ? MapperStatus.Infeasible
        : WasCancelled || Layers.Any(l => l.Answer.Status == MapperStatus.Cancelled) ? MapperStatus.Cancelled
        : Layers.Any(l => l.Answer.Status == MapperStatus.TimeLimit) ? MapperStatus.TimeLimit
        : Layers.Any(l => l.Answer.Status == MapperStatus.Heuristic) ? MapperStatus.Heuristic
        : MapperStatus.Optimal;
}
