using System.Collections.Immutable;

namespace Cimarron.Costs;

/// <summary>What one mapping costs under the exact rules.</summary>
public sealed record LayerCost
{
    /// <summary>Latency in cycles; a whole number unless an operand is preloaded.</summary>
    public required double LatencyCycles { get; init; }

    /// <summary>Macro activations per core: the product of the temporal loop sizes.</summary>
    public required double MacActivations { get; init; }

    /// <summary>Cores that work.</summary>
    public required int CoresUsed { get; init; }

    /// <summary>Energy of the macros' activations, nJ.</summary>
    public required double MacNanojoules { get; init; }

    /// <summary>Static energy: latency times leakage, nJ.</summary>
    public required double LeakageNanojoules { get; init; }

    /// <summary>Traffic energy by level and operand; levels an operand does not use are absent.</summary>
    public required ImmutableArray<MemoryEnergy> Memory { get; init; }

    /// <summary>Where the cycles go.</summary>
    public required StallBreakdown Stalls { get; init; }

    /// <summary>Share of the macro cells of all cores that do useful work while computing, 0…1 (lost to bounds that do not fill the array, and to padding).</summary>
    public required double SpatialUtilisation { get; init; }

    /// <summary>Share of the latency spent computing, 0…1.</summary>
    public double TemporalUtilisation => LatencyCycles > 0 ? Stalls.ComputeCycles / LatencyCycles : 0;

    /// <summary>Multiply-accumulates of the over-covered bounds divided by those of the layer, ≥ 1; 1 when nothing is padded.</summary>
    public required double PaddingFactor { get; init; }

    /// <summary>All energy, nJ.</summary>
    public double TotalNanojoules => MacNanojoules + LeakageNanojoules + Memory.Sum(m => m.ReadNanojoules + m.WriteNanojoules);

    /// <summary>Energy-delay product, nJ·cycles.</summary>
    public double Edp => TotalNanojoules * LatencyCycles;
}
