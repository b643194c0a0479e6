using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>The second chip: ReRAM with slow writes.</summary>
internal sealed class PrimeTable : IStudyTable<CmswitchContext>
{
    private static readonly ImmutableArray<PlanKind> Kinds = [PlanKind.Full, PlanKind.CimMlcAware, PlanKind.CimMlc];

    /// <summary>4,096 arrays hold most operators at once; the pieces of the others are cut greedily, to keep the study short.</summary>
    private static readonly ImmutableArray<DualSetting> Settings =
        [.. new[] { DualSetting.Physical, DualSetting.Paper, DualSetting.PaperReload }.Select(s => s.With("prime", "prime") with { HasGreedyPieces = true })];

    public string Id => "prime";

    public string Title => "PRIME, a chip with slow writes";

    public IEnumerable<StudyWork> Work(CmswitchContext context) =>
        from setting in Settings
        from network in Networks(context)
        from kind in Kinds
        select new PlanQuestion(setting, network, kind).Work(context.Cache);

    public ReportTable Build(CmswitchContext context) => new()
    {
        Id = Id,
        Title = Title,
        Explanation = "4,096 ReRAM mats whose rows take long to write (chip `prime`). Pieces of what does not fit are cut greedily. The speedup is over the CIM-MLC-style baseline, blind to what loading copies costs, and over the one that counts it.",
        Columns =
        [
            new("model", "cost model") { IsGroup = true },
            new("network", "network"),
            new("cycles", "our cycles", NumberStyle.Count),
            new("speedup", "over blind copies", NumberStyle.Ratio),
            new("awareSpeedup", "over aware copies", NumberStyle.Ratio),
            new("memoryShare", "memory arrays", NumberStyle.Percent),
            new("published", "published"),
        ],
        Rows = [.. from setting in Settings from network in Networks(context) select Row(context, setting, network)],
        Published = [.. CmswitchPublished.All.Where(f => f.Id.StartsWith("prime.", StringComparison.Ordinal))],
        Remarks = [.. Remarks(context)],
    };

    private static IEnumerable<DualWorkload> Networks(CmswitchContext context) => context.Options.Networks.Where(n => n.Source.Contains(':', StringComparison.Ordinal));

    private static ReportRow Row(CmswitchContext context, DualSetting setting, DualWorkload network)
    {
        var full = context.Answer(new PlanQuestion(setting, network, PlanKind.Full));
        return new ReportRow(
        [
            ReportCell.Of(setting.Title), ReportCell.Of(network.Title), ReportCell.Of(full.Cycles), ReportCell.Of(context.Speedup(setting, network)),
            ReportCell.Of(context.Cycles(setting, network, PlanKind.CimMlcAware) / full.Cycles), ReportCell.Of(full.MemoryShare), ReportCell.Of(CmswitchPublished.Find("prime", network)?.Text ?? "–"),
        ]);
    }

    private static IEnumerable<string> Remarks(CmswitchContext context)
    {
        foreach (var setting in Settings)
        {
            var gains = Networks(context).Select(n => context.Speedup(setting, n)).ToArray();
            var aware = Networks(context).Max(n => context.Cycles(setting, n, PlanKind.CimMlcAware) / context.Cycles(setting, n, PlanKind.Full));
            yield return $"{setting.Title}: {NumberText.Ratio(gains.Min())} … {NumberText.Ratio(gains.Max())} over blind copies, at most {NumberText.Ratio(aware)} over aware ones.";
        }

        yield return "Writing a mat takes thousands of cycles, so a baseline that copies without counting loads loses more than here any other choice can win back; the published figures (×1.09 … ×1.48) need a baseline that copies less. "
            + "Against a baseline that counts loads next to nothing is left to gain. The paper does not state how many mats, which bandwidths and which write time it assumed; ours are in the chip file with their reasons.";
    }
}
