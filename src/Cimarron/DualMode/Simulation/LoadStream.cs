namespace Cimarron.DualMode.Simulation;

/// <summary>What one operator loads: its arrays one after the other.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Bits">Bits that cross the bus, ≥ 1.</param>
/// <param name="LeastCycles">Cycles the arrays take at least.</param>
internal sealed record LoadStream(string Operator, long Bits, long LeastCycles)
{
    /// <summary>Both, of the same operator.</summary>
    public LoadStream And(LoadStream other) => checked(new(Operator, Bits + other.Bits, LeastCycles + other.LeastCycles));
}
