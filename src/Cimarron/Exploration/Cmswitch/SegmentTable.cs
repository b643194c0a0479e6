using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>The segments themselves, for the two networks whose segments the paper shows.</summary>
internal sealed class SegmentTable : IStudyTable<CmswitchContext>
{
    private const int MostRows = 24;

    private static readonly ImmutableArray<DualSetting> Settings = [DualSetting.Physical, DualSetting.Fit];

    private static readonly ImmutableArray<string> Networks = ["vgg16", "opt-6.7b"];

    public string Id => "segments";

    public string Title => "Segments of VGG-16 and OPT-6.7B";

    public IEnumerable<StudyWork> Work(CmswitchContext context) => Questions(context).Select(q => q.Work(context.Cache));

    public ReportTable Build(CmswitchContext context) => new()
    {
        Id = Id,
        Title = Title,
        Explanation = $"The segments in order, with the share of arrays that compute and that serve as memory. Runs of alike segments are one row; an ellipsis marks a piece of an operator. At most {MostRows} rows per plan, the rest as one.",
        Columns =
        [
            new("model", "cost model") { IsGroup = true },
            new("network", "network") { IsGroup = true },
            new("operators", "operators"),
            new("times", "times", NumberStyle.Count),
            new("cycles", "cycles", NumberStyle.Count),
            new("computeShare", "compute arrays", NumberStyle.Percent),
            new("memoryShare", "memory arrays", NumberStyle.Percent),
        ],
        Rows = [.. Questions(context).SelectMany(q => Rows(context, q))],
        Published = [CmswitchPublished.Figure("segments.vgg16"), CmswitchPublished.Figure("segments.opt-6.7b")],
        Remarks = [.. Remarks(context)],
    };

    private static IEnumerable<PlanQuestion> Questions(CmswitchContext context) =>
        from setting in Settings
        from network in context.Options.IsQuick ? Networks[..1] : Networks
        select new PlanQuestion(setting, DualWorkload.Of(network), PlanKind.Full, KeepsSegments: true);

    private static IEnumerable<ReportRow> Rows(CmswitchContext context, PlanQuestion question)
    {
        var plan = context.Answer(question);
        var shown = plan.Segments.Length <= MostRows ? plan.Segments : plan.Segments[..(MostRows - 1)];
        var rest = plan.Segments[shown.Length..];
        var all = rest.IsEmpty ? shown : shown.Add(new SegmentRow(
            $"{rest.Length} more", rest.Sum(r => r.Times), rest.Sum(r => r.Cycles), rest.Sum(r => r.Cycles * r.Compute) / rest.Sum(r => r.Cycles), rest.Sum(r => r.Cycles * r.Memory) / rest.Sum(r => r.Cycles)));
        return all.Select(s => new ReportRow(
        [
            ReportCell.Of(question.Setting.Title), ReportCell.Of(question.Network.Title), ReportCell.Of(s.Operators), ReportCell.Of(s.Times), ReportCell.Of(s.Cycles),
            ReportCell.Of(s.Compute / plan.Arrays), ReportCell.Of(s.Memory / plan.Arrays),
        ]));
    }

    private static IEnumerable<string> Remarks(CmswitchContext context)
    {
        foreach (var question in Questions(context))
        {
            var plan = context.Answer(question);
            if (question.Network.PublishedName == "vgg16")
            {
                var begin = plan.Segments.Take(3).Select(s => s.Operators).ToArray();
                var isPublished = begin is ["conv1 conv2 conv3 conv4", "conv5 conv6", "conv7"];
                yield return $"VGG-16, {question.Setting.Title}: the plan begins {string.Join(", ", begin.Select(b => $"{{{b}}}"))}, {(isPublished ? "as published" : "which differs from the published {conv 1–4}, {conv 5–6}")}; it has {plan.Segments.Sum(s => s.Times)} segments, "
                    + "because convolutions with more weights than the chip holds run piece by piece, while the paper counts one segment per convolution.";
            }
            else
            {
                var shares = plan.Segments.Where(s => s.Operators.Split(' ', '/').Any(IsLarge)).ToArray();
                yield return $"OPT-6.7B, {question.Setting.Title}: {NumberText.Percent(shares.Sum(s => s.Cycles * s.Memory) / shares.Sum(s => s.Cycles) / plan.Arrays)} of the arrays are memory in projections and feed-forward, over time (published: 33 … 67 %).";
            }
        }

        yield return "The published segments put whole convolutions together as long as they fit. Ours may end a segment earlier, because spare arrays as copies or memory can be worth more than another operator, and may run the last piece of a divided operator together with what follows.";
    }

    private static bool IsLarge(string name) => name.TrimEnd('…') is "q" or "k" or "v" or "ffn1" or "ffn2" || name.StartsWith("ffn", StringComparison.Ordinal);
}
