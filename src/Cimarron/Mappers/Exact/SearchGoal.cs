namespace Cimarron.Mappers.Exact;

/// <summary>What one pass of the search minimises.</summary>
/// <param name="Objective">The quantity.</param>
/// <param name="LatencyCap">Mappings slower than this are out.</param>
/// <param name="EnergyCap">Mappings that take more energy than this, leakage included, in nJ, are out.</param>
/// <param name="CyclePrice">What a cycle costs on top of leakage when energy is minimised, nJ: the weight of latency in a weighted sum.</param>
/// <param name="UseDominance">Off only to check that dominance changes nothing.</param>
internal sealed record SearchGoal(
    Objective Objective,
    double LatencyCap = double.PositiveInfinity,
    double EnergyCap = double.PositiveInfinity,
    double CyclePrice = 0,
    bool UseDominance = true)
{
    /// <summary>Whether energy plays no part in the pass.</summary>
    public bool IgnoresEnergy => Objective == Objective.Latency && double.IsPositiveInfinity(EnergyCap);

    /// <summary>Whether equal values are told apart by the other objective; many mappings are equally fast, so for latency that takes a pass of its own.</summary>
    public bool BreaksTies => Objective != Objective.Latency;

    /// <summary>Whether a label may be traded for a slower one that saves at least the leakage of the delay; a cap forbids that.</summary>
    public bool TradesLatencyForEnergy => Objective == Objective.Energy && double.IsPositiveInfinity(LatencyCap);
}
