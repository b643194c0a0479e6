using System.Globalization;
using Cimarron.DualMode.Simulation;
using Cimarron.DualMode;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Reports.Programs;

/// <summary>What the timing simulator measured, as tables.</summary>
internal static class TimingTables
{
    private const int MostBars = 60;

    /// <summary>Cycles by kind of work.</summary>
    public static ReportTable Totals(TimingResult timing)
    {
        var kinds = timing.ByKind;
        (string Name, long Cycles)[] parts = [("compute", kinds.Compute), ("load weights", kinds.Load), ("read tensors", kinds.Read), ("write tensors", kinds.Write), ("switch modes", kinds.Switch)];
        return new ReportTable
        {
            Id = "totals",
            Title = "Where the cycles go",
            Explanation = "Kinds of work, one after another; inside a segment all operators run at once.",
            Columns = [new("kind", "kind"), new("cycles", "cycles", NumberStyle.Count), new("share", "share", NumberStyle.Percent)],
            Rows =
            [
                .. parts.Select(p => new ReportRow([ReportCell.Of(p.Name), ReportCell.Of(p.Cycles), ReportCell.Of(Share(p.Cycles, timing.Cycles))])),
                new ReportRow([ReportCell.Of("total"), ReportCell.Of(timing.Cycles), ReportCell.Of(1)], IsTotal: true),
            ],
            Remarks =
            [
                string.Create(CultureInfo.InvariantCulture, $"{timing.SwitchesToMemory:N0} arrays switched to memory, {timing.SwitchesToCompute:N0} to compute; {timing.WeightBytesWritten:N0} B of weights written, {timing.ExternalBytesRead:N0} B of tensors read and {timing.ExternalBytesWritten:N0} B written outside."),
            ],
        };
    }

    /// <summary>Every segment with its arrays and cycles.</summary>
    public static ReportTable Segments(DualModeChip chip, TimingResult timing)
    {
        var segments = timing.Segments.Where(s => s.Name.Length > 0).ToArray();
        var shown = segments.Take(MostBars).ToArray();
        return new ReportTable
        {
            Id = "segments",
            Title = "Segments",
            Explanation = "Arrays that compute and arrays that hold tensors while a segment runs, and its cycles per iteration.",
            Columns =
            [
                new("segment", "segment"), new("times", "times", NumberStyle.Count), new("cycles", "cycles", NumberStyle.Count), new("compute", "computing", NumberStyle.Count), new("memory", "memory", NumberStyle.Count),
                new("memoryShare", "memory share", NumberStyle.Percent), new("computeCycles", "compute cycles", NumberStyle.Count), new("loadCycles", "load", NumberStyle.Count), new("readCycles", "read", NumberStyle.Count),
                new("writeCycles", "write", NumberStyle.Count), new("switchCycles", "switch", NumberStyle.Count), new("utilisation", "utilisation", NumberStyle.Percent),
            ],
            Rows = [.. segments.Select(s => Row(chip, s))],
            Charts =
            [
                new Chart
                {
                    Title = segments.Length > MostBars ? $"Arrays of the first {MostBars} segments" : "Arrays of the segments",
                    Kind = ChartKind.Bars,
                    CategoryTitle = "segment",
                    ValueTitle = "arrays",
                    Categories = [.. shown.Select(s => s.Name)],
                    Series = [new ChartSeries("computing", [.. shown.Select(s => (double?)s.ComputeArrays)]), new ChartSeries("memory", [.. shown.Select(s => (double?)s.MemoryArrays)])],
                },
            ],
        };
    }

    private static ReportRow Row(DualModeChip chip, SegmentTiming s) => new(
    [
        ReportCell.Of(s.Name), ReportCell.Of(s.Iterations), ReportCell.Of(s.Cycles.Total), ReportCell.Of(s.ComputeArrays), ReportCell.Of(s.MemoryArrays), ReportCell.Of((double)s.MemoryArrays / chip.Arrays),
        ReportCell.Of(s.Cycles.Compute), ReportCell.Of(s.Cycles.Load), ReportCell.Of(s.Cycles.Read), ReportCell.Of(s.Cycles.Write), ReportCell.Of(s.Cycles.Switch), ReportCell.Of(s.Utilisation),
    ]);

    private static double Share(long part, long all) => all == 0 ? 0 : (double)part / all;
}
