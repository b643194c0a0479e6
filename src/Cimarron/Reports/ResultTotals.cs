namespace Cimarron.Reports;

/// <summary>Sums over a network: latency and energy add up over all executions of all layers, EDP is the product of the two sums.</summary>
public sealed record ResultTotals
{
    /// <summary>Cycles; null while a layer is without a mapping.</summary>
    public double? LatencyCycles { get; init; }

    /// <summary>Energy, nJ; null while a layer is without a mapping.</summary>
    public double? EnergyNanojoules { get; init; }

    /// <summary>Product of the two, nJ·cycles.</summary>
    public double? Edp { get; init; }

    /// <summary>Proven lower bound on the objective, over all choices of mappings.</summary>
    public required double LowerBound { get; init; }

    /// <summary>(value − bound) / value, 0…1; null without a value.</summary>
    public double? Gap { get; init; }

    /// <summary>Layers of distinct shape.</summary>
    public required int Layers { get; init; }

    /// <summary>Layers with a mapping.</summary>
    public required int Mapped { get; init; }

    /// <summary>Layers proven optimal.</summary>
    public required int Proven { get; init; }
}
