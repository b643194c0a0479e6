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
        .. EdpTable.Chips(options).SelectMany(chip => Workload.ResNet18.Layers.Select(layer => new LayerTask(chip, layer.Layer, Samples))),
    ];

    public ReportTable Build(StudyContext context)
    {
        var rows = new List<(string Chip, string Kind, ImmutableArray<double> Errors)>();
        foreach (var chip in EdpTable.Chips(context.Options))
        {
            var layers = Workload.All(context.Options.IsQuick).SelectMany(w => w.Layers.Select(l => l.Layer)).DistinctBy(l => l.Shape).ToArray();
            rows.AddRange(Kinds.Select(kind => (chip.Name, kind.Title, Errors(chip, layers.Select(l => context.Answer(chip, l, kind.Mapper).Mapping)))));
            var drawn = Workload.ResNet18.Layers.SelectMany(l => Samples.Select(s => context.Answer(chip, l.Layer, s).Mapping));
            rows.Add((chip.Name, "random mappings of ResNet-18", Errors(chip, drawn)));
        }

        var all = rows.SelectMany(r => r.Errors).ToImmutableArray();
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "The recursion of the paper gives a latency in closed form; the exact rules give the cycles of its simulator. The error is recursion / exact − 1, the accuracy 1 − |error|, averaged over the mappings. "
                + "The recursion is used with transfers rounded up to whole cycles.",
            Columns =
            [
                new("chip", "chip") { IsGroup = true },
                new("mappings", "mappings"),
                new("number", "number", NumberStyle.Count),
                new("meanAccuracy", "mean accuracy", NumberStyle.Percent),
                new("leastError", "least error", NumberStyle.Percent),
                new("greatestError", "greatest error", NumberStyle.Percent),
                new("withinOnePercent", "within 1 %", NumberStyle.Percent),
            ],
            Rows = [.. rows.Select(r => Row(r.Chip, r.Kind, r.Errors)), Row("both", "all", all) with { IsTotal = true }],
            Charts = [Picture(rows)],
            Published = [Published.Figure("accuracy")],
            Headlines = [(NumberText.Percent(Accuracy(all)), "mean accuracy of the recursion (published: 95.5 %)")],
            Remarks = [.. Remarks(all)],
        };
    }

    private static ImmutableArray<double> Errors(Chip chip, IEnumerable<Mapping?> mappings)
    {
        var (model, evaluator) = (new AnalyticModel(chip), new Evaluator(chip));
        return [.. mappings.OfType<Mapping>().Select(m => (model.MeasureCycles(m) / evaluator.Measure(m).Cycles) - 1)];
    }

    private static double Accuracy(ImmutableArray<double> errors) => errors.Select(e => 1 - Math.Abs(e)).DefaultIfEmpty(double.NaN).Average();

    private static ReportRow Row(string chip, string kind, ImmutableArray<double> errors) => new(
    [
        ReportCell.Of(chip), ReportCell.Of(kind), ReportCell.Of(errors.Length), ReportCell.Of(Accuracy(errors)),
        ReportCell.Of(errors.DefaultIfEmpty(double.NaN).Min()), ReportCell.Of(errors.DefaultIfEmpty(double.NaN).Max()),
        ReportCell.Of(errors.Length == 0 ? null : errors.Count(e => Math.Abs(e) <= 0.01) / (double)errors.Length),
    ]);

    private static Chart Picture(List<(string Chip, string Kind, ImmutableArray<double> Errors)> rows)
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
            Series = [.. chips.Select(c => new ChartSeries(c, [.. kinds.Select(k => (double?)(1 - Accuracy(rows.First(r => r.Chip == c && r.Kind == k).Errors)))]))],
        };
    }

    private static IEnumerable<string> Remarks(ImmutableArray<double> errors)
    {
        var published = Published.Figure("accuracy");
        var ours = Accuracy(errors);
        yield return string.Create(CultureInfo.InvariantCulture, $"Ours averages {ours:0.00 %} over {errors.Length} mappings, {(ours > published.Low ? "above" : "below")} the published {published.Text}; the dashed line marks the error that this leaves.");
        yield return "The paper does not list its mappings, and its simulator is not ours but follows the same rules; the mappings here are mostly good ones, for which most transfers hide behind computing. "
            + "Its analytic model divides bits by port widths without rounding up; ours rounds as the rules do, which accounts for part of the difference.";
    }
}
