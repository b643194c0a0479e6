using Cimarron.DualMode.Allocation;

namespace Cimarron.DualMode.Literal;

/// <summary>The fastest way to have run a chain up to some piece.</summary>
/// <param name="Cycles">Cycles so far.</param>
/// <param name="Memory">Arrays in memory mode.</param>
/// <param name="Last">The last segment; null at the start.</param>
/// <param name="Before">The state before it; null at the start.</param>
internal sealed record LiteralState(double Cycles, int Memory, SegmentAllocation? Last = null, LiteralState? Before = null)
{
    /// <summary>The segments, last one first.</summary>
    public IEnumerable<SegmentAllocation> Segments()
    {
        for (var state = this; state is { Last: { } last }; state = state.Before)
        {
            yield return last;
        }
    }
}
