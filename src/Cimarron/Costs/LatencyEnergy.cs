namespace Cimarron.Costs;

/// <summary>The two quantities every objective is made of.</summary>
/// <param name="Cycles">Latency in cycles.</param>
/// <param name="Nanojoules">Energy in nJ, leakage included.</param>
public readonly record struct LatencyEnergy(double Cycles, double Nanojoules)
{
    /// <summary>Energy-delay product, nJ·cycles.</summary>
    public double Edp => Cycles * Nanojoules;
}
