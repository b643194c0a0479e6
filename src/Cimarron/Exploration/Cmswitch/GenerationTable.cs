using System.Collections.Immutable;
using Cimarron.DualMode;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>A prompt and the tokens generated after it.</summary>
internal sealed class GenerationTable : IStudyTable<CmswitchContext>
{
    private const int Fixed = 128;

    public string Id => "generation";

    public string Title => "Generating text";

    public IEnumerable<StudyWork> Work(CmswitchContext context) =>
        from point in Points(context)
        from pass in Passes(point)
        from work in context.Comparing(point.Setting, pass.Network)
        select work;

    public ReportTable Build(CmswitchContext context)
    {
        var points = Points(context).ToImmutableArray();
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "The pass over the prompt and one decoding step for every token after the first. Steps whose keys fill the same number of tile columns are compiled once. Preset `fit` follows the literal reading (table `literal`), the physical model plans of the compiler. The speedup is over the CIM-MLC-style baseline.",
            Columns =
            [
                new("model", "cost model") { IsGroup = true },
                new("network", "network") { IsGroup = true },
                new("input", "input", NumberStyle.Count),
                new("output", "output", NumberStyle.Count),
                new("prefillCycles", "prefill cycles", NumberStyle.Count),
                new("decodeCycles", "decode cycles", NumberStyle.Count),
                new("prefillSpeedup", "prefill speedup", NumberStyle.Ratio),
                new("decodeSpeedup", "decode speedup", NumberStyle.Ratio),
                new("speedup", "speedup", NumberStyle.Ratio),
            ],
            Rows = [.. points.Select(p => Row(context, p))],
            Charts = [Picture(context, points, p => p.Input == Fixed, "output", p => p.Output), Picture(context, points, p => p.Output == Fixed, "input", p => p.Input)],
            Published = [.. CmswitchPublished.All.Where(f => f.Id.StartsWith("generation.", StringComparison.Ordinal))],
            Remarks = [.. Remarks(context, points)],
        };
    }

    private static IEnumerable<Point> Points(CmswitchContext context)
    {
        var lengths = context.Options.IsQuick ? [32, 128] : context.Options.Lengths;
        var fit = from network in context.Options.Generators
                  from shape in lengths.Select(l => (Fixed, l)).Concat(lengths.Select(l => (l, Fixed))).Distinct()
                  select new Point(DualSetting.LiteralFit, network, shape.Item1, shape.Item2);
        var physical = from network in context.Options.IsQuick ? [] : context.Options.Generators
                       select new Point(DualSetting.Physical, network, Fixed, 32);
        return fit.Concat(physical);
    }

    private static IEnumerable<(DualWorkload Network, int Count)> Passes(Point point) =>
        Generation.Contexts(point.Input, point.Output, point.Setting.Chip).Select(c => (DualWorkload.Decoding(point.Network, c.Context), c.Count))
            .Prepend((DualWorkload.Transformer(point.Network, point.Input), 1));

    /// <summary>The pass over the prompt, and all decoding steps together.</summary>
    private static (ComparisonRow Prefill, ComparisonRow Decode) Compared(CmswitchContext context, Point point)
    {
        var passes = Passes(point).Select(p => (p.Count, Row: context.Compared(point.Setting, p.Network))).ToArray();
        var steps = passes.Skip(1).ToArray();
        return (passes[0].Row, new ComparisonRow(steps.Sum(s => s.Count * s.Row.Cycles), steps.Sum(s => s.Count * s.Row.Baseline), 0));
    }

    private static double Speedup(CmswitchContext context, Point point)
    {
        var (prefill, decode) = Compared(context, point);
        return (prefill.Baseline + decode.Baseline) / (prefill.Cycles + decode.Cycles);
    }

    private static ReportRow Row(CmswitchContext context, Point point)
    {
        var (prefill, decode) = Compared(context, point);
        return new ReportRow(
        [
            ReportCell.Of(point.Setting.Title), ReportCell.Of(point.Network.Title), ReportCell.Of(point.Input), ReportCell.Of(point.Output), ReportCell.Of(prefill.Cycles), ReportCell.Of(decode.Cycles),
            ReportCell.Of(prefill.Speedup), ReportCell.Of(decode.Speedup), ReportCell.Of(Speedup(context, point)),
        ]);
    }

    private static Chart Picture(CmswitchContext context, ImmutableArray<Point> points, Func<Point, bool> isShown, string axis, Func<Point, int> value)
    {
        var shown = points.Where(p => p.Setting == DualSetting.LiteralFit && isShown(p)).OrderBy(value).ToArray();
        return new Chart
        {
            Title = $"Speedup over the {axis} length, the other one {Fixed} tokens",
            Kind = ChartKind.Lines,
            CategoryTitle = $"{axis} tokens",
            ValueTitle = "speedup",
            Style = NumberStyle.Ratio,
            Reference = 1,
            Categories = [.. shown.Select(value).Distinct().Select(v => NumberText.Cycles(v))],
            Series = [.. shown.GroupBy(p => p.Network.Title).Select(g => new ChartSeries(g.Key, [.. g.Select(p => (double?)Speedup(context, p))]))],
        };
    }

    private static IEnumerable<string> Remarks(CmswitchContext context, ImmutableArray<Point> points)
    {
        foreach (var group in points.Where(p => p.Setting == DualSetting.LiteralFit && p.Input == Fixed).GroupBy(p => p.Network))
        {
            var speedups = group.Select(p => Speedup(context, p)).ToArray();
            var published = CmswitchPublished.Figure($"generation.{group.Key.Name}");
            yield return $"{group.Key.Title}, input {Fixed}: {NumberText.Ratio(speedups.Min())} … {NumberText.Ratio(speedups.Max())} over the output lengths (published: {published.Text}).";
        }

        yield return "A decoding step multiplies every weight with a single vector, so it spends its time loading weights, and arrays as memory have little left to speed up: by the printed equations with loads counted, a sum over decoding steps gains next to nothing. "
            + "The published gains resemble those of passes over a short prompt (column `prefill speedup`).";
    }

    private sealed record Point(DualSetting Setting, (string Title, string Name) Network, int Input, int Output);
}
