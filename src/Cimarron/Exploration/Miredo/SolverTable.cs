using System.Collections.Immutable;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Miredo;

/// <summary>The two mixed-integer programs and the exact mapper on the layers of the base network, for latency.</summary>
internal sealed class SolverTable(ISolverStudy study) : IStudyTable
{
    private const string Exact = "exact mapper";
    private const int QuickLayers = 3;

    public string Id => "solvers";

    public string Title => "Mixed-integer programs and the exact search";

    private ImmutableArray<string> Methods => [Exact, .. study.Methods];

    public IEnumerable<IStudyTask> Tasks(StudyOptions options) =>
        from layer in Layers(options)
        from method in Methods
        select Task(options, layer, method);

    public ReportTable Build(StudyContext context)
    {
        var layers = Layers(context.Options);
        var rows = layers.SelectMany(layer => Methods.Select(method => (Layer: layer, Method: method, Row: Task(context.Options, layer, method).Row(context)!))).ToArray();
        SolverRow Of(int layer, string method) => rows[(layer * Methods.Length) + Methods.IndexOf(method)].Row;
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = $"Latency of the layers of {context.Options.Base.Title} on the chip {context.Options.Chips[0].Name}, each method with {Limit(context.Options).TotalSeconds} s. The programs optimise the recursion, the exact mapper the exact rules: "
                + "the value is what the method optimises, the exact cycles are what its mapping takes under the exact rules. The root gap is (value − root bound) / value; the root bound of the exact mapper is its floor without search. "
                + "F1 keeps to the parallel loops of its first mapping, F2 covers all of them, program by program; where bounds alone settle every program, there is no root to speak of.",
            Columns =
            [
                new("layer", "layer") { IsGroup = true },
                new("method", "method"),
                new("rootGap", "root gap", NumberStyle.Percent),
                new("value", "value, cycles", NumberStyle.Count),
                new("bound", "bound, cycles", NumberStyle.Count),
                new("gap", "gap", NumberStyle.Percent),
                new("exactCycles", "exact cycles", NumberStyle.Count),
                new("ratio", "to the optimum", NumberStyle.Ratio),
                new("seconds", "s", NumberStyle.Seconds),
                new("status", "status"),
            ],
            Rows = [.. rows.Select(r => Row(r.Layer.Name, r.Method, r.Row, rows.First(o => o.Layer == r.Layer).Row))],
            Charts =
            [
                new Chart
                {
                    Title = "Gap at the root, lower is better",
                    Kind = ChartKind.Bars,
                    CategoryTitle = "layers",
                    ValueTitle = "(value − root bound) / value",
                    Style = NumberStyle.Percent,
                    Categories = [.. layers.Select(l => l.Name)],
                    Series = [.. Methods.Select(m => new ChartSeries(m, [.. layers.Select((_, i) => Gap(Of(i, m).Value, Of(i, m).RootBound))]))],
                },
            ],
            Published = [Published.Figure("seconds")],
            Remarks = [.. Methods.Select(m => Sum(m, [.. rows.Where(r => r.Method == m).Select(r => r.Row)]))],
            Alarms =
            [
                .. rows.Where(r => r.Row.ExactCycles < rows.First(o => o.Layer == r.Layer).Row.Bound * (1 - 1e-9))
                    .Select(r => $"{r.Layer.Name}: the mapping of {r.Method} takes fewer cycles than the exact mapper has proven possible. One of the two is wrong; please report it."),
            ],
        };
    }

    private static TimeSpan Limit(StudyOptions options) => TimeSpan.FromSeconds(options.IsQuick ? 10 : 60);

    /// <summary>The layers; the quick edition has those with the least work.</summary>
    private static Layer[] Layers(StudyOptions options) =>
        [.. options.Base.Layers.Select(l => l.Layer).OrderBy(l => options.IsQuick ? l.Macs : 0).Take(options.IsQuick ? QuickLayers : int.MaxValue)];

    private SolverTask Task(StudyOptions options, Layer layer, string method) => new(method == Exact ? null : study, method, options.Chips[0], layer, Limit(options));

    private static ReportRow Row(string layer, string method, SolverRow row, SolverRow exact) => new(
    [
        ReportCell.Of(layer), ReportCell.Of(method), ReportCell.Of(Gap(row.Value, row.RootBound)), ReportCell.Of(row.Value), ReportCell.Of(row.Bound), ReportCell.Of(Gap(row.Value, row.Bound)),
        ReportCell.Of(row.ExactCycles), ReportCell.Of(row.ExactCycles / exact.ExactCycles), ReportCell.Of(row.Seconds), ReportCell.Of(row.Status),
    ]);

    private static double? Gap(double? value, double? bound) => value > 0 && bound is not null ? (Math.Abs(value.Value - bound.Value) <= 1e-5 * value ? 0 : (value.Value - bound.Value) / value.Value) : null;

    private static string Sum(string method, ImmutableArray<SolverRow> rows)
    {
        var gaps = rows.Select(r => Gap(r.Value, r.RootBound)).OfType<double>().ToArray();
        var root = gaps.Length == 0 ? "no root gap" : $"root gap {ReportCell.Of(gaps.Min()).Print(NumberStyle.Percent)} … {ReportCell.Of(gaps.Max()).Print(NumberStyle.Percent)}";
        return $"{method}: {root}, {rows.Count(r => r.Status == "optimal")} of {rows.Length} layers optimal, {ReportCell.Of(rows.Sum(r => r.Seconds)).Print(NumberStyle.Seconds)} s in all.";
    }
}
