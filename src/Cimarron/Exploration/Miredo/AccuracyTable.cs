using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Miredo;

/// <summary>How well the analytic recursion predicts the exact cycles, over the mappings of the study and over random ones.</summary>
internal sealed class AccuracyTable : IStudyTable
{
    private const int Draws = 12;

    private static readonly ImmutableArray<(string Mapper, string Title)> Kinds =
    [
        (LayerTask.Exact, "optimal mappings"),
        (LayerTask.WeightStationary, "weight-stationary mappings"),
        (LayerTask.Loma, "LOMA-style mappings"),
        (LayerTask.EqualTime, "best of random mappings"),
    ];

    private static ImmutableArray<string> Samples => [.. Enumerable.Range(1, Draws).Select(seed => $"random:samples=1,seed={seed}")];

    public string Id => "accuracy";

    public string Title => "Accuracy of the analytic recursion";

    public IEnumerable<IStudyTask> Tasks(StudyOptions options) =>
    [
        .. new EdpTable().Tasks(options),
        .. options.Chips.SelectMany(chip => options.Base.Layers.Select(layer => new LayerTask(chip, layer.Layer, Samples))),
    ];

    public ReportTable Build(StudyContext context)
    {
        var rows = new List<(string Chip, string Kind, ImmutableArray<Sample> Samples)>();
        foreach (var chip in context.Options.Chips)
        {
            var layers = context.Options.Workloads.SelectMany(w => w.Layers.Select(l => l.Layer)).DistinctBy(l => l.Shape).ToArray();
            rows.AddRange(Kinds.Select(kind => (chip.Name, kind.Title, Measure(chip, layers.Select(l => context.Answer(chip, l, kind.Mapper).Mapping)))));
            var drawn = context.Options.Base.Layers.SelectMany(l => Samples.Select(s => context.Answer(chip, l.Layer, s).Mapping));
            rows.Add((chip.Name, $"random mappings of {context.Options.Base.Title}", Measure(chip, drawn)));
        }

        var all = rows.SelectMany(r => r.Samples).ToImmutableArray();
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "The recursion of the paper gives a latency in closed form; the exact rules give the cycles of its simulator. The error is recursion / exact − 1, the accuracy 1 − |error|, averaged over the mappings; "
                + "the error of the sum weighs every mapping by its cycles. The recursion is used with transfers rounded up to whole cycles.",
            Columns =
            [
                new("chip", "chip") { IsGroup = true },
                new("mappings", "mappings"),
                new("number", "number", NumberStyle.Count),
                new("meanAccuracy", "mean accuracy", NumberStyle.Percent),
                new("leastError", "least error", NumberStyle.Percent),
                new("greatestError", "greatest error", NumberStyle.Percent),
                new("errorOfTheSum", "error of the sum", NumberStyle.Percent),
                new("withinOnePercent", "within 1 %", NumberStyle.Percent),
            ],
            Rows = [.. rows.Select(r => Row(r.Chip, r.Kind, r.Samples)), Row("all", "all", all) with { IsTotal = true }],
            Charts = [Picture(rows)],
            Published = [Published.Figure("accuracy")],
            Headlines = [(NumberText.Percent(Accuracy(all)), $"mean accuracy of the recursion (published: {Published.Figure("accuracy").Text})")],
            Remarks = [.. Remarks(rows, all)],
        };
    }

    private static ImmutableArray<Sample> Measure(Chip chip, IEnumerable<Mapping?> mappings)
    {
        var (model, evaluator) = (new AnalyticModel(chip), new Evaluator(chip));
        return [.. mappings.OfType<Mapping>().Select(m => new Sample(m.Layer.Name, model.MeasureCycles(m), evaluator.Measure(m).Cycles))];
    }

    private static double Accuracy(IEnumerable<Sample> samples) => samples.Select(s => 1 - Math.Abs(s.Error)).DefaultIfEmpty(double.NaN).Average();

    private static ReportRow Row(string chip, string kind, ImmutableArray<Sample> samples) => new(
    [
        ReportCell.Of(chip), ReportCell.Of(kind), ReportCell.Of(samples.Length), ReportCell.Of(Accuracy(samples)),
        ReportCell.Of(samples.Select(s => s.Error).DefaultIfEmpty(double.NaN).Min()), ReportCell.Of(samples.Select(s => s.Error).DefaultIfEmpty(double.NaN).Max()),
        ReportCell.Of((samples.Sum(s => s.Model) / samples.Sum(s => s.Exact)) - 1),
        ReportCell.Of(samples.Length == 0 ? null : samples.Count(s => Math.Abs(s.Error) <= 0.01) / (double)samples.Length),
    ]);

    private static Chart Picture(List<(string Chip, string Kind, ImmutableArray<Sample> Samples)> rows)
    {
        var chips = rows.Select(r => r.Chip).Distinct().ToArray();
        var kinds = rows.Select(r => r.Kind).Distinct().ToArray();
        return new Chart
        {
            Title = "Mean absolute error of the recursion, lower is better",
            Kind = ChartKind.Bars,
            CategoryTitle = "kinds of mappings",
            ValueTitle = "mean |recursion / exact − 1|",
            Style = NumberStyle.Percent,
            Reference = 1 - Published.Figure("accuracy").Low,
            Categories = [.. kinds],
            Series = [.. chips.Select(c => new ChartSeries(c, [.. kinds.Select(k => (double?)(1 - Accuracy(rows.First(r => r.Chip == c && r.Kind == k).Samples)))]))],
        };
    }

    private static IEnumerable<string> Remarks(List<(string Chip, string Kind, ImmutableArray<Sample> Samples)> rows, ImmutableArray<Sample> all)
    {
        var published = Published.Figure("accuracy");
        var ours = Accuracy(all);
        yield return string.Create(CultureInfo.InvariantCulture, $"Ours averages {ours:0.00 %} over {all.Length} mappings, {(ours > published.Low ? "above" : "below")} the published {published.Text}; the dashed line marks the error that figure leaves.");
        var (chip, kind, worst) = rows.SelectMany(r => r.Samples.Select(s => (r.Chip, r.Kind, s))).MaxBy(r => Math.Abs(r.s.Error));
        yield return string.Create(CultureInfo.InvariantCulture, $"The recursion is furthest off for {worst.Layer} on {chip} ({kind}): {worst.Model:#,##0} cycles instead of {worst.Exact:#,##0}.");
        yield return "The paper does not list the mappings behind its average, so the two figures need not agree; ours spans the mappings of this study, from proven optima to random ones.";
    }

    private readonly record struct Sample(string Layer, double Model, double Exact)
    {
        public double Error => (Model / Exact) - 1;
    }
}
