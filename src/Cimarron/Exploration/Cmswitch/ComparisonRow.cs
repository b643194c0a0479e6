namespace Cimarron.Exploration.Cmswitch;

/// <summary>Ours beside the CIM-MLC-style baseline.</summary>
/// <param name="Cycles">Our cycles.</param>
/// <param name="Baseline">The baseline's cycles.</param>
/// <param name="MemoryShare">Memory arrays of our plan as a share of all, weighted by time.</param>
internal sealed record ComparisonRow(double Cycles, double Baseline, double MemoryShare)
{
    /// <summary>How many times faster ours is.</summary>
    public double Speedup => Baseline / Cycles;
}
