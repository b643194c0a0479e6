using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Exploration.Comparing;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Miredo;

/// <summary>How much lower the energy-delay product of the optimum is than that of the heuristics, per network and chip.</summary>
internal sealed class EdpTable : IStudyTable
{
    private static readonly ImmutableArray<(string Mapper, string Key, string Title)> Heuristics =
    [
        (LayerTask.WeightStationary, "weightStationary", "weight-stationary"),
        (LayerTask.Loma, "loma", "LOMA-style"),
        (LayerTask.EqualTime, "random", "random, equal time"),
    ];

    public string Id => "edp";

    public string Title => "Energy-delay product against heuristics";

    public IEnumerable<IStudyTask> Tasks(StudyOptions options) =>
        from chip in options.Chips
        from workload in options.Workloads
        from layer in workload.Layers
        select new LayerTask(chip, layer.Layer, [LayerTask.Exact, .. Heuristics.Select(h => h.Mapper)]);

    public ReportTable Build(StudyContext context)
    {
        var rows = Rows(context);
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "Each row is a network on a chip. Its EDP is the product of the summed latencies and energies of all layers, each mapped for its own least EDP; a ratio of 2 means that the heuristic's EDP is twice the "
                + "optimum's. All mappers follow the same rules; random sampling had the time of the exact mapper on each layer.",
            Columns =
            [
                new("network", "network"),
                new("chip", "chip"),
                new("layers", "layer shapes", NumberStyle.Count),
                new("proven", "proven optimal", NumberStyle.Count),
                new("largestGap", "largest gap of a layer", NumberStyle.Percent),
                new("latencyCycles", "cycles", NumberStyle.Count),
                new("energyNanojoules", "energy nJ", NumberStyle.Short),
                new("edp", "EDP nJ·cycles", NumberStyle.Short),
                .. Heuristics.Select(h => new ReportColumn($"{h.Key}Ratio", h.Title, NumberStyle.Ratio)),
                new("seconds", "exact search s", NumberStyle.Seconds),
            ],
            Rows = [.. rows.Select(r => r.Row)],
            Charts = [.. rows.GroupBy(r => r.Chip).Select(g => Picture(g.Key, [.. g]))],
            Published = [Published.Figure("edp"), Published.Figure("seconds")],
            Headlines = [.. Heuristics.Select((h, i) => (NumberText.Ratio(Mean(rows, i)), $"geometric mean of EDP, {h.Title} relative to the optimum"))],
            Remarks = [.. Remarks(rows)],
            Alarms = [.. rows.SelectMany(r => r.Alarms)],
        };
    }

    private static ImmutableArray<Entry> Rows(StudyContext context) =>
    [
        .. from chip in context.Options.Chips
           from workload in context.Options.Workloads
           select Row(context, chip, workload),
    ];

    private static Entry Row(StudyContext context, Chip chip, Workload workload)
    {
        var exact = context.Network(workload, chip, LayerTask.Exact);
        var others = Heuristics.Select(h => context.Network(workload, chip, h.Mapper)).ToArray();
        var ratios = others.Select(o => o.Edp / exact.Edp).ToImmutableArray();
        var alarms = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < exact.Layers.Length; i++)
        {
            foreach (var (heuristic, mapped) in Heuristics.Zip(others))
            {
                if (ComparisonReport.Contradicts(mapped.Layers[i].Answer, exact.Layers[i].Answer))
                {
                    alarms.Add($"{workload.Title} on {chip.Name}, {exact.Layers[i].Layer.Name}: {heuristic.Title} found {NumberText.Short(mapped.Layers[i].Answer.Value)} nJ·cycles, "
                        + $"below the proven bound {NumberText.Short(exact.Layers[i].Answer.LowerBound)}. One of the two is wrong; please report it.");
                }
            }
        }

        var row = new ReportRow(
            [
                ReportCell.Of(workload.Title), ReportCell.Of(chip.Name), ReportCell.Of(exact.Layers.Length), ReportCell.Of(exact.Proven), ReportCell.Of(exact.Layers.Max(l => l.Answer.Gap)),
                ReportCell.Of(exact.Cycles), ReportCell.Of(exact.Nanojoules), ReportCell.Of(exact.Edp), .. ratios.Select(r => ReportCell.Of(r)), ReportCell.Of(exact.Seconds),
            ],
            IsAlarming: alarms.Count > 0);
        return new Entry(row, workload.Title, chip.Name, ratios, exact, alarms.ToImmutable());
    }

    private static Chart Picture(string chip, ImmutableArray<Entry> rows) => new()
    {
        Title = $"EDP relative to the optimum on {chip}, lower is better",
        Kind = ChartKind.Bars,
        CategoryTitle = "networks",
        ValueTitle = "EDP of the heuristic / EDP of the optimum",
        Style = NumberStyle.Ratio,
        Reference = 1,
        Band = Published.Figure("edp"),
        Categories = [.. rows.Select(r => r.Network)],
        Series = [.. Heuristics.Select((h, i) => new ChartSeries(h.Title, [.. rows.Select(r => double.IsFinite(r.Ratios[i]) ? r.Ratios[i] : (double?)null)]))],
    };

    private static double Mean(IEnumerable<Entry> rows, int heuristic) => Math.Exp(rows.Select(r => Math.Log(r.Ratios[heuristic])).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());

    private static IEnumerable<string> Remarks(ImmutableArray<Entry> rows)
    {
        var published = Published.Figure("edp");
        for (var i = 0; i < Heuristics.Length; i++)
        {
            var (low, high) = (rows.Min(r => r.Ratios[i]), rows.Max(r => r.Ratios[i]));
            var place = high < published.Low ? "below the published range"
                : low > published.High ? "above the published range"
                : low >= published.Low && high <= published.High ? "inside the published range" : "overlapping the published range";
            yield return $"{Heuristics[i].Title}: {NumberText.Ratio(low)} … {NumberText.Ratio(high)} of the optimum's EDP, {place} of {published.Text}.";
        }

        yield return "The published range is against another heuristic and cost model: a ZigZag-like search whose mappings were chosen by an analytic model. Our heuristics choose by the exact rules, may over-cover bounds and "
            + "double-buffer wherever room is left, and the optimum is the optimum of those rules, not of a recursion; so the ratios measure what an exact search adds to a good heuristic and need not agree with the paper's.";
        var layers = rows.Sum(r => r.Exact.Layers.Length);
        var proven = rows.Sum(r => r.Exact.Proven);
        var slowest = rows.SelectMany(r => r.Exact.Layers).Max(l => l.Answer.Seconds);
        var total = rows.SelectMany(r => r.Exact.Layers).Average(l => l.Answer.Seconds);
        yield return string.Create(CultureInfo.InvariantCulture, $"{proven} of {layers} layers are proven optimal; a layer took {total:0.0} s on average and {slowest:0} s at most on one thread, without a commercial solver; the paper allows 5 minutes per layer with one.");
        yield return "A network's EDP is a product of two sums, so a choice of layer mappings that does not minimise each layer's own EDP could lower it further; this holds for every mapper in the table.";
    }

    private sealed record Entry(ReportRow Row, string Network, string Chip, ImmutableArray<double> Ratios, MappedNetwork Exact, ImmutableArray<string> Alarms);
}
