namespace Cimarron.DualMode.Simulation;

/// <summary>Cycles by what the chip did in them. The kinds never overlap, so they add up.</summary>
/// <param name="Switch">Switching modes.</param>
/// <param name="Read">Reading tensors from external memory.</param>
/// <param name="Write">Writing tensors to external memory.</param>
/// <param name="Load">Loading weights or stationary operands into arrays.</param>
/// <param name="Compute">Running segments.</param>
public sealed record CycleTotals(long Switch, long Read, long Write, long Load, long Compute)
{
    /// <summary>All cycles.</summary>
    public long Total => checked(Switch + Read + Write + Load + Compute);
}
