namespace Cimarron.Mappers.Exact;

/// <summary>What one pass of the search minimises.</summary>
/// <param name="Objective">The quantity.</param>
/// <param name="LatencyCap">Mappings slower than this are out.</param>
/// <param name="IgnoreEnergy">Whether energy plays no part, not even for ties.</param>
/// <param name="UseDominance">Off only to check that dominance changes nothing.</param>
internal sealed record SearchGoal(
    Objective Objective,
    double LatencyCap = double.PositiveInfinity,
    bool IgnoreEnergy = false,
    bool UseDominance = true)
{
    /// <summary>Whether a label may be traded for a slower one that saves at least the leakage of the delay; a cap forbids that.</summary>
    public bool TradesLatencyForEnergy => Objective == Objective.Energy && double.IsPositiveInfinity(LatencyCap);
}
