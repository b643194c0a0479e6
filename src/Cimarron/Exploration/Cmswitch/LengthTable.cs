using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>How the speedup and the share of memory arrays move with sequence length and batch.</summary>
internal sealed class LengthTable : IStudyTable<CmswitchContext>
{
    public string Id => "length";

    public string Title => "Sequence length and batch";

    public IEnumerable<StudyWork> Work(CmswitchContext context) =>
        Points(context).SelectMany(p => context.Comparing(p.Setting, p.Network));

    public ReportTable Build(CmswitchContext context)
    {
        var points = Points(context).ToImmutableArray();
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "One pass over sequences of the given length. The speedup is over the CIM-MLC-style baseline, the share of memory arrays is weighted by time. The physical model is computed for batch 1, by plans of the compiler; preset `trend` by the literal reading (table `literal`).",
            Columns =
            [
                new("model", "cost model") { IsGroup = true },
                new("network", "network") { IsGroup = true },
                new("batch", "batch", NumberStyle.Count),
                new("length", "tokens", NumberStyle.Count),
                new("cycles", "our cycles", NumberStyle.Count),
                new("speedup", "speedup", NumberStyle.Ratio),
                new("memoryShare", "memory arrays", NumberStyle.Percent),
            ],
            Rows = [.. points.Select(p => Row(context, p))],
            Charts = [.. Settings.SelectMany(s => Pictures(context, s, points))],
            Published = [.. CmswitchPublished.All.Where(f => f.Id.StartsWith("length.", StringComparison.Ordinal) || f.Id == "memory.opt-6.7b")],
            Remarks = [.. Remarks(context, points)],
            Alarms = [.. points.Where(p => context.Speedup(p.Setting, p.Network) < 1 - 1e-9 && !p.Setting.HasGreedyPieces).Select(p => $"{p.Network.Source}, {p.Setting.Title}: the baseline is faster than ours, which cannot be")],
        };
    }

    private static ImmutableArray<DualSetting> Settings => [DualSetting.Physical, DualSetting.LiteralTrend];

    private static IEnumerable<Point> Points(CmswitchContext context) =>
        from setting in Settings
        from network in context.Options.Transformers
        from batch in setting == DualSetting.Physical ? [1] : context.Options.Batches
        from length in context.Options.Lengths
        select new Point(setting, DualWorkload.Transformer(network, length, batch), batch, length);

    private static ReportRow Row(CmswitchContext context, Point point)
    {
        var compared = context.Compared(point.Setting, point.Network);
        return new ReportRow(
        [
            ReportCell.Of(point.Setting.Title), ReportCell.Of(point.Network.Title), ReportCell.Of(point.Batch), ReportCell.Of(point.Length), ReportCell.Of(compared.Cycles),
            ReportCell.Of(compared.Speedup), ReportCell.Of(compared.MemoryShare),
        ]);
    }

    private static IEnumerable<Chart> Pictures(CmswitchContext context, DualSetting setting, ImmutableArray<Point> points)
    {
        var shown = points.Where(p => p.Setting == setting && p.Batch == 1).ToArray();
        var lengths = shown.Select(p => p.Length).Distinct().ToArray();
        ImmutableArray<ChartSeries> Series(Func<Point, double> value) =>
            [.. shown.GroupBy(p => p.Network.Title).Select(g => new ChartSeries(g.Key, [.. g.Select(p => (double?)value(p))]))];
        var speedup = new Chart
        {
            Title = $"Speedup over the sequence length, batch 1, {setting.Title}",
            Kind = ChartKind.Lines,
            CategoryTitle = "tokens",
            ValueTitle = "speedup",
            Style = NumberStyle.Ratio,
            Reference = 1,
            Categories = [.. lengths.Select(l => NumberText.Cycles(l))],
            Series = Series(p => context.Speedup(p.Setting, p.Network)),
        };
        yield return speedup;
        yield return speedup with
        {
            Title = $"Share of memory arrays over the sequence length, batch 1, {setting.Title}",
            ValueTitle = "memory arrays",
            Style = NumberStyle.Percent,
            Reference = null,
            Series = Series(p => context.Compared(p.Setting, p.Network).MemoryShare),
        };
    }

    private static IEnumerable<string> Remarks(CmswitchContext context, ImmutableArray<Point> points)
    {
        foreach (var group in points.Where(p => p.Batch == 1).GroupBy(p => (p.Setting, p.Network.Title)))
        {
            var (first, last) = (group.First(), group.Last());
            var (begin, end) = (context.Speedup(first.Setting, first.Network), context.Speedup(last.Setting, last.Network));
            var published = CmswitchPublished.Find("length", first.Network);
            yield return $"{group.Key.Title}, {group.Key.Setting.Title}: {NumberText.Ratio(begin)} at {first.Length} tokens, {NumberText.Ratio(end)} at {last.Length}; the gain {(end < begin ? "falls" : "does not fall")}"
                + $"{(published is null ? "." : $" (published: {published.Text}).")}";
        }

        yield return "Whether the gain falls is decided by the reduction N of the widest matrices. A row streams N bytes past a piece in the time of a step: with preset trend, 128 cycles at 48 B/cycle cover 6,144 bytes, so BERT-large (N up to 4,096) is bound by computing "
            + "once loads are spread over many tokens and memory arrays have nothing left to do, while OPT (up to 16,384 and 20,480) and LLaMA-2 (11,008) stay bound by streams at every length. The published curves fall for all four. "
            + "With steps of 8 cycles, the chip's default, every network stays bound by streams, and the gain grows with the length.";
    }

    private sealed record Point(DualSetting Setting, DualWorkload Network, int Batch, int Length);
}
