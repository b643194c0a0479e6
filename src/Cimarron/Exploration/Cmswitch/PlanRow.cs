using System.Collections.Immutable;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>What the study keeps of a plan.</summary>
/// <param name="Cycles">Predicted latency.</param>
/// <param name="Seconds">Time to compile, one thread.</param>
/// <param name="SwitchCycles">Cycles spent switching.</param>
/// <param name="Arrays">Arrays of the chip.</param>
/// <param name="Segments">Its segments; runs of alike ones once.</param>
internal sealed record PlanRow(double Cycles, double Seconds, double SwitchCycles, int Arrays, ImmutableArray<SegmentRow> Segments)
{
    /// <summary>Arrays that serve as memory, as a share of all, weighted by time.</summary>
    public double MemoryShare => Segments.Sum(s => s.Cycles * s.Memory) / (Segments.Sum(s => s.Cycles) * Arrays);

    /// <summary>Arrays that compute, as a share of all, weighted by time.</summary>
    public double ComputeShare => Segments.Sum(s => s.Cycles * s.Compute) / (Segments.Sum(s => s.Cycles) * Arrays);
}
