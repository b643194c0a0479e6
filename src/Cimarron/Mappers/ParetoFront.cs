using System.Collections.Immutable;

namespace Cimarron.Mappers;

/// <summary>Mappings of one layer of which none is dominated by another, the fastest first.</summary>
public sealed record ParetoFront
{
    /// <summary>The mappings: latency rises, energy falls. The ends are the optima of latency and of energy.</summary>
    public required ImmutableArray<ParetoPoint> Points { get; init; }

    /// <summary>Whether it is proven that these are all values on the front.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>How the search ended; <see cref="MapperStatus.Optimal"/> when every point is proven.</summary>
    public required MapperStatus Status { get; init; }

    /// <summary>Why there is no mapping; empty unless infeasible.</summary>
    public string Infeasibility { get; init; } = "";

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }
}
