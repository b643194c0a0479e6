using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>The settings that come closest to what is published: <c>fit</c> for the averages, <c>trend</c> for the fall with the length.</summary>
internal sealed class PresetTable : IStudyTable<CmswitchContext>
{
    private const double Near = 0.03;

    /// <summary>The least batch of the published curve.</summary>
    private const int TrendBatch = 4;

    /// <summary>Averages that were published; MobileNet, ResNet-18 and VGG-16 have ranges only, whose middle stands for them.</summary>
    private static readonly ImmutableArray<(string Network, double Low, double High)> Targets =
    [
        ("mobilenet_v1", 1.06, 1.23), ("resnet18", 1.07, 1.23), ("vgg16", 1.32, 1.48), ("bert-large", 1.17, 1.17), ("opt-6.7b", 1.5, 1.5), ("opt-13b", 1.73, 1.73), ("llama2-7b", 1.24, 1.24),
    ];

    private static readonly ImmutableArray<int> Lengths = [32, 64, 128, 256, 512, 1024];

    public string Id => "presets";

    public string Title => "Presets that reproduce published figures";

    public IEnumerable<StudyWork> Work(CmswitchContext context) =>
        Fit(context).SelectMany(t => context.Comparing(DualSetting.LiteralFit, t.Network)).Concat(Trend(context).SelectMany(n => context.Comparing(DualSetting.LiteralTrend, n)));

    public ReportTable Build(CmswitchContext context)
    {
        var fit = Fit(context).Select(t => (t.Network, t.Low, t.High, Ours: context.Compared(DualSetting.LiteralFit, t.Network))).ToImmutableArray();
        var trend = Trend(context).Select(n => (Network: n, Ours: context.Compared(DualSetting.LiteralTrend, n))).ToImmutableArray();
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "`fit` is the setting that comes closest to the published averages, `trend` the one whose gain falls with the sequence length as published; both by the literal reading of the equations (table `literal`). "
                + "Neither is a claim about the chip: they show which reading of the paper yields its figures. The distance is ours over the published figure, or over the nearer end of a published range, minus 1.",
            Columns =
            [
                new("preset", "preset") { IsGroup = true },
                new("network", "network"),
                new("speedup", "ours", NumberStyle.Ratio),
                new("published", "published"),
                new("distance", "distance", NumberStyle.Percent),
                new("memoryShare", "memory arrays", NumberStyle.Percent),
            ],
            Rows =
            [
                .. fit.Select(f => Row("fit", f.Network.Title, f.Ours, (f.Low, f.High))),
                .. trend.Select((t, i) => Row("trend", $"{t.Network.Title}, {Length(t.Network)} tokens, batch {TrendBatch}", t.Ours, PublishedTrend(i, trend.Length))),
            ],
            Charts = [Picture(trend)],
            Published = [.. CmswitchPublished.All.Where(f => f.Id.StartsWith("average.", StringComparison.Ordinal) || f.Id is "length.bert-large" or "speedup.mobilenet" or "speedup.resnet18" or "speedup.vgg16")],
            Headlines = [(NumberText.Ratio(fit.Average(f => f.Ours.Speedup)), "mean speedup with preset fit (published average: ×1.31)")],
            Remarks = [.. Remarks(fit, trend)],
        };
    }

    private static IEnumerable<(DualWorkload Network, double Low, double High)> Fit(CmswitchContext context) =>
        Targets.Select(t => (DualWorkload.Of(t.Network), t.Low, t.High)).Where(t => !context.Options.IsQuick || t.Item1.Source is "vgg16" or "bert-large:seq=64");

    private static ImmutableArray<DualWorkload> Trend(CmswitchContext context) =>
        [.. (context.Options.IsQuick ? [Lengths[0], Lengths[^1]] : Lengths).Select(l => DualWorkload.Transformer(DualWorkload.Transformers[0], l, TrendBatch))];

    /// <summary>Only the ends of the curve are printed in the paper.</summary>
    private static (double Low, double High)? PublishedTrend(int index, int count) => index == 0 ? (1.17, 1.19) : index == count - 1 ? (1.0, 1.03) : null;

    private static double Distance(double ours, double low, double high) => ours < low ? (ours / low) - 1 : ours > high ? (ours / high) - 1 : 0;

    private static string Range(double low, double high) => low == high ? string.Create(CultureInfo.InvariantCulture, $"×{low:0.00}") : string.Create(CultureInfo.InvariantCulture, $"×{low:0.00} … ×{high:0.00}");

    private static string Length(DualWorkload network) => network.Source.Split('=', ',')[1];

    private static ReportRow Row(string preset, string network, ComparisonRow ours, (double Low, double High)? published) => new(
    [
        ReportCell.Of(preset), ReportCell.Of(network), ReportCell.Of(ours.Speedup), ReportCell.Of(published is { } p ? Range(p.Low, p.High) : "–"),
        ReportCell.Of(published is { } q ? Distance(ours.Speedup, q.Low, q.High) : null), ReportCell.Of(ours.MemoryShare),
    ]);

    private static Chart Picture(ImmutableArray<(DualWorkload Network, ComparisonRow Ours)> trend) => new()
    {
        Title = $"BERT-large with preset trend, batch {TrendBatch}: speedup over the sequence length",
        Kind = ChartKind.Lines,
        CategoryTitle = "tokens",
        ValueTitle = "speedup",
        Style = NumberStyle.Ratio,
        Reference = 1,
        Band = CmswitchPublished.Figure("length.bert-large"),
        Categories = [.. trend.Select(t => Length(t.Network))],
        Series = [new("ours", [.. trend.Select(t => (double?)t.Ours.Speedup)])],
    };

    private static IEnumerable<string> Remarks(ImmutableArray<(DualWorkload Network, double Low, double High, ComparisonRow Ours)> fit, ImmutableArray<(DualWorkload Network, ComparisonRow Ours)> trend)
    {
        var distances = fit.Select(f => (f.Network.Title, Off: Distance(f.Ours.Speedup, f.Low, f.High))).ToArray();
        var far = distances.Where(d => Math.Abs(d.Off) > Near).Select(d => $"{d.Title} ({NumberText.Percent(d.Off)})").ToArray();
        yield return far.Length == 0
            ? "Preset fit is within 3 % of every published figure."
            : $"Preset fit is within 3 % of the published figure or range for {fit.Length - far.Length} of {fit.Length} networks; it is further off for {string.Join(", ", far)}.";
        yield return $"Preset trend: {NumberText.Ratio(trend[0].Ours.Speedup)} to {NumberText.Ratio(trend[^1].Ours.Speedup)} over the lengths, memory arrays {NumberText.Percent(trend[0].Ours.MemoryShare)} to {NumberText.Percent(trend[^1].Ours.MemoryShare)}, with batch {TrendBatch}, the least of the "
            + "published curve. It cuts greedily: with pieces of a chosen size short sequences would gain more than published.";
        yield return "`compile --preset` sets the same fields of the chip and rules of cost for the compiler, whose plans are freer than this reading; its figures differ.";
    }
}
