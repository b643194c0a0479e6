using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>How many of 100 arrays compute in the best plan.</summary>
internal sealed class ArraysTable : IStudyTable<CmswitchContext>
{
    private const string HundredArrays = "arrays=100";

    private static readonly ImmutableArray<DualSetting> Settings = [.. new[] { DualSetting.Physical, DualSetting.Fit, DualSetting.Trend }.Select(s => s.With("100", "dynaplasia", HundredArrays))];

    private static readonly ImmutableArray<DualWorkload> Networks =
        [DualWorkload.Of("resnet50"), DualWorkload.Of("llama2-7b"), DualWorkload.Decoding(DualWorkload.Transformers[3], 64) with { Title = "LLaMA-2-7B, decoding" }];

    public string Id => "arrays";

    public string Title => "Best share of computing arrays";

    public IEnumerable<StudyWork> Work(CmswitchContext context) => Questions(context).Select(q => q.Work(context.Cache));

    public ReportTable Build(CmswitchContext context) => new()
    {
        Id = Id,
        Title = Title,
        Explanation = "A chip of 100 arrays, otherwise unchanged. The paper divides the arrays once and for all and looks for the best division; our plan divides them anew in every segment, so its shares are averages over time. Arrays that neither compute nor store are idle.",
        Columns =
        [
            new("model", "cost model") { IsGroup = true },
            new("network", "network"),
            new("computeShare", "computing", NumberStyle.Percent),
            new("memoryShare", "memory", NumberStyle.Percent),
            new("idleShare", "idle", NumberStyle.Percent),
            new("published", "published computing"),
        ],
        Rows = [.. Questions(context).Select(q => Row(q, context.Answer(q)))],
        Published = [CmswitchPublished.Figure("arrays.resnet50"), CmswitchPublished.Figure("arrays.llama2-7b")],
        Remarks = [.. Remarks(context)],
    };

    private static IEnumerable<PlanQuestion> Questions(CmswitchContext context) =>
        from setting in Settings
        from network in context.Options.IsQuick ? Networks[..1] : Networks
        select new PlanQuestion(setting, network, PlanKind.Full);

    private static ReportRow Row(PlanQuestion question, PlanRow plan) => new(
    [
        ReportCell.Of(question.Setting.Title), ReportCell.Of(question.Network.Title), ReportCell.Of(plan.ComputeShare), ReportCell.Of(plan.MemoryShare), ReportCell.Of(1 - plan.ComputeShare - plan.MemoryShare),
        ReportCell.Of(CmswitchPublished.Find("arrays", question.Network)?.Text ?? "–"),
    ]);

    private static IEnumerable<string> Remarks(CmswitchContext context)
    {
        var shares = Questions(context).ToLookup(q => q.Network.PublishedName, q => context.Answer(q).ComputeShare);
        foreach (var network in shares)
        {
            yield return $"{(network.Key == "resnet50" ? "ResNet-50" : "LLaMA-2-7B")}: {NumberText.Percent(network.Min())} … {NumberText.Percent(network.Max())} of the arrays compute (published: {CmswitchPublished.Figure($"arrays.{network.Key}").Text}).";
        }

        yield return "A network whose weights must be loaded over and over gains little from leaving 90 % of the arrays without weights once loads are counted, as they are here: fewer computing arrays mean more segments, not fewer bytes.";
    }
}
