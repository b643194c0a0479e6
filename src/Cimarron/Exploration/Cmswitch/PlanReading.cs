using System.Collections.Immutable;
using Cimarron.DualMode.Segmentation;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>Reads off a plan what the study keeps.</summary>
internal static class PlanReading
{
    public static PlanRow Row(Plan plan, double seconds, bool keepsSegments) =>
        new(plan.Cycles, seconds, Switching(plan), plan.Chip.Arrays, keepsSegments ? [.. Segments(plan).Select(s => Segment(s.Segment, s.Iterations))] : [Total(plan)]);

    private static IEnumerable<(PlannedSegment Segment, long Iterations)> Segments(Plan plan) =>
        plan.Blocks.SelectMany(b => b.Iterations).SelectMany(i => i.Segments.Select(s => (s, (long)i.Count)));

    private static SegmentRow Segment(PlannedSegment segment, long iterations) => new(
        string.Join(' ', segment.Pieces.Select(p => p.IsWhole ? p.Operator.Name : $"{p.Operator.Name}…")),
        iterations * segment.Count,
        iterations * segment.Cycles,
        segment.Allocation.ComputeArrays,
        segment.Allocation.MemoryArrays);

    /// <summary>All segments as one, with the arrays that they have on average over time.</summary>
    private static SegmentRow Total(Plan plan)
    {
        var rows = Segments(plan).Select(s => Segment(s.Segment, s.Iterations)).ToArray();
        var cycles = rows.Sum(r => r.Cycles);
        return new SegmentRow("", rows.Sum(r => r.Times), cycles, rows.Sum(r => r.Cycles * r.Compute) / cycles, rows.Sum(r => r.Cycles * r.Memory) / cycles);
    }

    private static double Switching(Plan plan)
    {
        var (cycles, memory) = (0.0, 0);
        foreach (var iterations in plan.Blocks.SelectMany(b => b.Iterations))
        {
            cycles += Pass(plan, iterations.Segments, ref memory);
            cycles += iterations.Count == 1 ? 0 : (iterations.Count - 1) * Pass(plan, iterations.Segments, ref memory);
        }

        return cycles;
    }

    private static double Pass(Plan plan, ImmutableArray<PlannedSegment> segments, ref int memory)
    {
        var cycles = 0.0;
        foreach (var segment in segments)
        {
            var inPlace = segment.Pieces.Where((_, i) => segment.Traffic.Stationary[i] is >= 0 and var t && segment.Before[t] == Residency.InPlace).Sum(p => p.Tiles.Count);
            var after = segment.MemoryArrays - (memory - inPlace);
            cycles += (double)inPlace * plan.Chip.SwitchToComputeCycles;
            cycles += after >= 0 ? (double)after * plan.Chip.SwitchToMemoryCycles : (double)-after * plan.Chip.SwitchToComputeCycles;
            memory = segment.MemoryArrays;
        }

        return cycles;
    }
}
