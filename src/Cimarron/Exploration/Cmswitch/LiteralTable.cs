using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>The printed equations by the literal reading, at the chip's default fields.</summary>
internal sealed class LiteralTable : IStudyTable<CmswitchContext>
{
    private static readonly ImmutableArray<DualSetting> Settings = [DualSetting.LiteralBus, DualSetting.LiteralParallel];

    public string Id => "literal";

    public string Title => "The equations read literally, by cause";

    public IEnumerable<StudyWork> Work(CmswitchContext context) =>
        from setting in Settings
        from network in context.Options.Networks
        from work in context.Comparing(setting, network)
        select work;

    public ReportTable Build(CmswitchContext context) => new()
    {
        Id = Id,
        Title = Title,
        Explanation = "The printed equations without what a program needs: matrix operators are a chain in network order, groups are not packed, attention loads its operands like weights, nothing is written back, one plan is kept per segment, and the largest pieces come first. "
            + "The speedup over the CIM-MLC-style baseline is the product of three factors: copies and segments that count loads, arrays as memory, and the size of the pieces of what does not fit.",
        Columns =
        [
            new("model", "cost model") { IsGroup = true },
            new("network", "network"),
            new("copies", "counting loads", NumberStyle.Ratio),
            new("modes", "memory mode", NumberStyle.Ratio),
            new("pieces", "piece size", NumberStyle.Ratio),
            new("speedup", "speedup", NumberStyle.Ratio),
            new("memoryShare", "memory arrays", NumberStyle.Percent),
            new("published", "published"),
        ],
        Rows = [.. from setting in Settings from network in context.Options.Networks select Row(context, setting, network)],
        Charts = [SpeedupChart.Of(context, "Speedup over CIM-MLC-style compilation by the literal reading, higher is better", Settings)],
        Published = [.. CmswitchPublished.All.Where(f => f.Id.StartsWith("speedup.", StringComparison.Ordinal))],
        Remarks = [.. Remarks(context)],
    };

    private static ReportRow Row(CmswitchContext context, DualSetting setting, DualWorkload network)
    {
        var result = context.Literal(setting, network);
        return new ReportRow(
        [
            ReportCell.Of(setting.Title), ReportCell.Of(network.Title), ReportCell.Of(result.Copies), ReportCell.Of(result.Modes), ReportCell.Of(result.Pieces), ReportCell.Of(result.Speedup),
            ReportCell.Of(result.MemoryShare), ReportCell.Of(CmswitchPublished.Find("speedup", network)?.Text ?? "–"),
        ]);
    }

    private static IEnumerable<string> Remarks(CmswitchContext context)
    {
        foreach (var setting in Settings)
        {
            var judged = context.Options.Networks.Select(n => (Figure: CmswitchPublished.Find("speedup", n), Ours: context.Speedup(setting, n))).Where(j => j.Figure is not null).ToArray();
            yield return $"{setting.Title}: {judged.Count(j => j.Ours >= j.Figure!.Low && j.Ours <= j.Figure.High)} of {judged.Length} networks lie in the published range.";
        }

        yield return "Table `speedup` reads the same equations as the compiler does, which must produce a program: it follows dependencies, packs groups, pays write-backs, keeps every useful plan of a segment and gives the baseline even pieces.";
    }
}
