using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>What switching costs, and what compiling costs.</summary>
internal sealed class SwitchingTable : IStudyTable<CmswitchContext>
{
    private static readonly ImmutableArray<DualSetting> Settings = [DualSetting.Physical, DualSetting.Paper, DualSetting.Fit];

    public string Id => "switching";

    public string Title => "Time to switch and time to compile";

    public IEnumerable<StudyWork> Work(CmswitchContext context) =>
        from setting in Settings
        from network in context.Options.Networks
        from kind in new[] { PlanKind.Full, PlanKind.CimMlc }
        select new PlanQuestion(setting, network, kind).Work(context.Cache);

    public ReportTable Build(CmswitchContext context)
    {
        var rows = (from setting in Settings from network in context.Options.Networks select (Setting: setting, Network: network, Plan: context.Answer(new PlanQuestion(setting, network, PlanKind.Full)),
            Other: context.Answer(new PlanQuestion(setting, network, PlanKind.CimMlc)))).ToImmutableArray();
        var (low, high) = (rows.Min(r => r.Plan.SwitchCycles / r.Plan.Cycles), rows.Max(r => r.Plan.SwitchCycles / r.Plan.Cycles));
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "Cycles spent switching modes as a share of all cycles of our plan, and the time to compile on one thread against the CIM-MLC-style baseline of this tool. Compile times depend on the machine and what else it does; they are measured, not compared.",
            Columns =
            [
                new("model", "cost model") { IsGroup = true },
                new("network", "network"),
                new("switchCycles", "switching cycles", NumberStyle.Count),
                new("switchShare", "of all cycles", NumberStyle.Percent),
                new("segments", "segments", NumberStyle.Count),
                new("seconds", "compile s", NumberStyle.Seconds),
                new("baselineSeconds", "baseline s", NumberStyle.Seconds),
                new("ratio", "compile time ratio", NumberStyle.Ratio),
            ],
            Rows = [.. rows.Select(r => new ReportRow(
            [
                ReportCell.Of(r.Setting.Title), ReportCell.Of(r.Network.Title), ReportCell.Of(r.Plan.SwitchCycles), ReportCell.Of(r.Plan.SwitchCycles / r.Plan.Cycles), ReportCell.Of(r.Plan.Segments.Sum(s => s.Times)),
                ReportCell.Of(r.Plan.Seconds), ReportCell.Of(r.Other.Seconds), ReportCell.Of(r.Plan.Seconds / r.Other.Seconds),
            ]))],
            Published = [CmswitchPublished.Figure("switching"), CmswitchPublished.Figure("compile")],
            Headlines = [(NumberText.Percent(high), "of all cycles spent switching at most (published: 3 … 5 %)")],
            Remarks =
            [
                $"Switching takes {NumberText.Percent(low)} … {NumberText.Percent(high)} of the cycles, {(high < 0.03 ? "below the published 3 … 5 %: at a cycle per array, switching all 96 takes less time than writing a third of one" : "published: 3 … 5 %")}.",
                "Our baseline is a greedy pass of a few milliseconds, so the ratio of compile times says little; the paper's baseline is a compiler with a scheduler of its own.",
            ],
        };
    }
}
