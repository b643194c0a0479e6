using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Exploration.Comparing;
using Cimarron.Hardware;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Miredo;

/// <summary>How the optimum of the base network, ResNet-18, moves when one thing of the chip changes.</summary>
/// <param name="id">Name of the table.</param>
/// <param name="title">What changes.</param>
/// <param name="quantity">Heading of the changed quantity.</param>
/// <param name="points">The variants in order.</param>
internal sealed class SweepTable(string id, string title, string quantity, ImmutableArray<SweepPoint> points) : IStudyTable
{
    private static readonly ImmutableArray<string> Mappers = [LayerTask.Exact, LayerTask.WeightStationary, LayerTask.Loma];

    public string Id => id;

    public string Title => title;

    public IEnumerable<IStudyTask> Tasks(StudyOptions options) =>
        from point in Points(options)
        from layer in options.Base.Layers
        select new LayerTask(point.Chip, layer.Layer, Mappers);

    public ReportTable Build(StudyContext context)
    {
        var shown = Points(context.Options);
        var mapped = shown.Select(p => Mappers.Select(m => context.Network(context.Options.Base, p.Chip, m)).ToArray()).ToArray();
        var unchanged = shown.ToList().FindIndex(p => p.IsBase);
        var alarms = Alarms(shown, mapped).ToImmutableArray();
        return new ReportTable
        {
            Id = id,
            Title = title,
            Explanation = $"{context.Options.Base.Title} mapped for the least EDP of every layer on variants of the chip `default` that differ in {quantity.ToLowerInvariant()} alone. Relative figures compare with the unchanged chip. "
                + "The last two columns are what heuristics lose on the same variant.",
            Columns =
            [
                new("value", quantity),
                new("latencyCycles", "cycles", NumberStyle.Count),
                new("energyNanojoules", "energy nJ", NumberStyle.Short),
                new("edp", "EDP nJ·cycles", NumberStyle.Short),
                new("relativeEdp", "EDP / unchanged", NumberStyle.Ratio),
                new("computeShare", "cycles computing", NumberStyle.Percent),
                new("proven", "proven layers", NumberStyle.Count),
                new("weightStationaryRatio", "weight-stationary", NumberStyle.Ratio),
                new("lomaRatio", "LOMA-style", NumberStyle.Ratio),
            ],
            Rows = [.. shown.Select((p, i) => Row(p, mapped[i], mapped[unchanged][0]))],
            Charts = [Picture(context.Options.Base.Title, shown, [.. mapped.Select(m => m[0])], mapped[unchanged][0])],
            Remarks = [.. Remarks(shown, mapped, unchanged)],
            Alarms = alarms,
        };
    }

    private ImmutableArray<SweepPoint> Points(StudyOptions options) => options.IsQuick ? [.. points.Where(p => p.IsBase || p.IsInQuick)] : points;

    private static ReportRow Row(SweepPoint point, MappedNetwork[] mapped, MappedNetwork unchanged)
    {
        var exact = mapped[0];
        var computing = exact.Layers.Sum(l => l.Count * (l.Answer.Cost?.Stalls.ComputeCycles ?? double.NaN));
        return new ReportRow(
            [
                ReportCell.Of(point.IsBase ? $"{point.Label} (unchanged)" : point.Label),
                ReportCell.Of(exact.Cycles), ReportCell.Of(exact.Nanojoules), ReportCell.Of(exact.Edp), ReportCell.Of(exact.Edp / unchanged.Edp), ReportCell.Of(computing / exact.Cycles),
                ReportCell.Of(exact.Proven), ReportCell.Of(mapped[1].Edp / exact.Edp), ReportCell.Of(mapped[2].Edp / exact.Edp),
            ],
            IsTotal: point.IsBase);
    }

    private Chart Picture(string network, ImmutableArray<SweepPoint> shown, ImmutableArray<MappedNetwork> exact, MappedNetwork unchanged) => new()
    {
        Title = $"{network} over {quantity.ToLowerInvariant()}, relative to the unchanged chip",
        Kind = ChartKind.Lines,
        CategoryTitle = quantity,
        ValueTitle = "relative to unchanged",
        Style = NumberStyle.Ratio,
        Reference = 1,
        Categories = [.. shown.Select(p => p.Label)],
        Series =
        [
            new("EDP", [.. exact.Select(e => (double?)(e.Edp / unchanged.Edp))]),
            new("latency", [.. exact.Select(e => (double?)(e.Cycles / unchanged.Cycles))]),
            new("energy", [.. exact.Select(e => (double?)(e.Nanojoules / unchanged.Nanojoules))]),
        ],
    };

    private static IEnumerable<string> Alarms(ImmutableArray<SweepPoint> shown, MappedNetwork[][] mapped) =>
        from i in Enumerable.Range(0, shown.Length)
        from m in Enumerable.Range(1, Mappers.Length - 1)
        from l in Enumerable.Range(0, mapped[i][0].Layers.Length)
        let exact = mapped[i][0].Layers[l]
        let other = mapped[i][m].Layers[l]
        where ComparisonReport.Contradicts(other.Answer, exact.Answer)
        select $"{shown[i].Label}, {exact.Layer.Name}: {Mappers[m]} found {NumberText.Short(other.Answer.Value)} nJ·cycles, below the proven bound {NumberText.Short(exact.Answer.LowerBound)}. One of the two is wrong; please report it.";

    private static IEnumerable<string> Remarks(ImmutableArray<SweepPoint> shown, MappedNetwork[][] mapped, int unchanged)
    {
        var best = Enumerable.Range(0, shown.Length).MinBy(i => mapped[i][0].Edp);
        yield return best == unchanged
            ? "The unchanged chip has the least EDP of these."
            : string.Create(CultureInfo.InvariantCulture, $"The least EDP is that of {shown[best].Label}: {mapped[best][0].Edp / mapped[unchanged][0].Edp:0.000} of the unchanged chip's.");
        yield return "The paper's sweeps are plots without printed numbers, so no published figure stands beside these.";
        if (shown.SelectMany(p => p.Chip.Derivations).FirstOrDefault(d => d.StartsWith("leakage and energies per bit are not scaled", StringComparison.Ordinal)) is { } unscaled)
        {
            yield return $"In these variants {unscaled}";
        }
        else if (shown.Any(p => p.Chip.Derivations.Any(d => d.Contains("CACTI", StringComparison.Ordinal))))
        {
            yield return "Energies per bit and leakage of changed buffers are scaled by a table of CACTI 7; see docs/assumptions.md.";
        }
    }
}
