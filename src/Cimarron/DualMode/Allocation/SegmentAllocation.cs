using System.Collections.Immutable;

namespace Cimarron.DualMode.Allocation;

/// <summary>Arrays given out in a segment.</summary>
/// <param name="Time">T_intra: time of the slowest operator, cycles.</param>
/// <param name="Reload">T_rw: time to load weights, cycles.</param>
/// <param name="Copies">Copies of each piece; 1 for vector operators.</param>
/// <param name="Memory">Arrays of each entry of <see cref="SegmentProblem.Memory"/>.</param>
/// <param name="ComputeArrays">Arrays that compute.</param>
/// <param name="MemoryArrays">Arrays that store.</param>
public sealed record SegmentAllocation(double Time, double Reload, ImmutableArray<int> Copies, ImmutableArray<int> Memory, int ComputeArrays, int MemoryArrays)
{
    /// <summary>Time of loading and computing, cycles.</summary>
    public double Total => Time + Reload;
}
