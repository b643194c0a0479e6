using System.Globalization;
using Cimarron.DualMode.Packaging;
using Cimarron.DualMode;
using Cimarron.Reports.Tables;

namespace Cimarron.Reports.Programs;

/// <summary>A generation as a table.</summary>
public static class GenerationReport
{
    /// <summary>The pass over the prompt, the decoding steps, and their sum.</summary>
    public static ReportTable Table(Generation generation) => new()
    {
        Id = "generation",
        Title = "Generation",
        Explanation = "Cycles that the plans predict. The pass over the prompt yields the first token; steps whose keys fill the same number of tile columns are planned once, with their context rounded up to whole columns.",
        Columns = [new("part", "part"), new("context", "context", NumberStyle.Count), new("steps", "passes", NumberStyle.Count), new("stepCycles", "cycles each", NumberStyle.Count), new("cycles", "cycles", NumberStyle.Count)],
        Rows =
        [
            new([ReportCell.Of("prefill"), ReportCell.Of(null as double?), ReportCell.Of(1), ReportCell.Of(generation.PrefillCycles), ReportCell.Of(generation.PrefillCycles)]),
            .. generation.Steps.Select(s => new ReportRow([ReportCell.Of("decode"), ReportCell.Of(s.Context), ReportCell.Of(s.Count), ReportCell.Of(s.Cycles), ReportCell.Of(s.Count * s.Cycles)])),
            new([ReportCell.Of("all decoding"), ReportCell.Of(null as double?), ReportCell.Of(generation.Steps.Sum(s => s.Count)), ReportCell.Of(null as double?), ReportCell.Of(generation.DecodeCycles)], IsTotal: true),
            new([ReportCell.Of("total"), ReportCell.Of(null as double?), ReportCell.Of(1 + generation.Steps.Sum(s => s.Count)), ReportCell.Of(null as double?), ReportCell.Of(generation.Cycles)], IsTotal: true),
        ],
        Headlines = [(generation.Cycles.ToString("N0", CultureInfo.InvariantCulture), "cycles to generate, the prompt included")],
    };
}
