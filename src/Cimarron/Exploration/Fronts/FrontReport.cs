using System.Collections.Immutable;
using Cimarron.Mappers;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Fronts;

/// <summary>Fronts as tables and pictures.</summary>
public static class FrontReport
{
    /// <summary>Most rows of the network's table; with more corners evenly spread ones are shown.</summary>
    private const int MostCorners = 24;

    /// <summary>Builds the report.</summary>
    /// <param name="front">What was found.</param>
    /// <param name="chipHash">Hash of the chip.</param>
    /// <param name="command">The command line.</param>
    public static ReportDocument Build(NetworkFront front, string chipHash, string command)
    {
        var points = front.Layers.Sum(l => l.Front.Points.Length);
        var proven = front.Layers.Sum(l => l.Front.Points.Count(p => p.IsProven));
        return new ReportDocument
        {
            Title = $"{front.Network.Name} on {front.Chip.Name}: latency against energy",
            Summary = "Mappings of which none is better in one of the two quantities without being worse in the other. A proven point is on the front for certain: nothing at most as slow takes less energy.",
            Command = command,
            Facts =
            [
                ("chip", $"{front.Chip.Name}, {chipHash}"),
                ("model", $"{front.Network.Source}, {front.Network.Hash}"),
                ("rules", ResultBuilder.Rules),
                ("version", $"cimarron {ResultBuilder.ToolVersion}"),
                .. front.Options.Constraints.Split(front.Chip).Select(c => ("condition", c.Text)),
            ],
            Headlines = [($"{points} points", $"over {front.Layers.Length} layer{(front.Layers.Length == 1 ? "" : "s")}, {proven} proven, {NumberText.Seconds(front.Seconds)} s")],
            Tables = front.Layers.Length > 1 && front.Corners() is { IsEmpty: false } corners ? [Layers(front), Network(front, corners)] : [Layers(front)],
        };
    }

    private static ReportTable Layers(NetworkFront front) => new()
    {
        Id = "front",
        Title = "The front of every layer",
        Explanation = "One execution of each layer shape. The first row of a layer is its fastest mapping (of these the one with the least energy), the last the one with the least energy (of these the fastest). "
            + "The mapping of row n is in mappings/<layer>-n.json when an output directory was given.",
        Columns =
        [
            new("layer", "layer") { IsGroup = true },
            new("shape", "shape") { IsGroup = true },
            new("count", "count", NumberStyle.Count) { IsGroup = true },
            new("point", "point", NumberStyle.Count),
            new("latencyCycles", "cycles", NumberStyle.Count),
            new("energyNanojoules", "energy nJ", NumberStyle.Short),
            new("edp", "EDP nJ·cycles", NumberStyle.Short),
            new("proof", "proof"),
        ],
        Rows =
        [
            .. front.Layers.SelectMany(layer => layer.Front.Points.Select((p, i) => new ReportRow(
            [
                ReportCell.Of(layer.Name),
                ReportCell.Of(LayerText.Describe(layer.Shape)),
                ReportCell.Of(layer.Count),
                ReportCell.Of(i + 1),
                ReportCell.Of(p.Cost.LatencyCycles),
                ReportCell.Of(p.Cost.TotalNanojoules),
                ReportCell.Of(p.Cost.Edp),
                ReportCell.Of(p.IsProven ? "on the front" : "open"),
            ]))),
        ],
        Charts = [.. front.Layers.Where(l => l.Front.Points.Length > 1).Select(l => Picture(l.Name, l.Front.Points.Select(p => (p.Cost.LatencyCycles, p.Cost.TotalNanojoules))))],
        Remarks = [.. front.Layers.Where(l => l.Front.IsComplete).Select(l => $"{l.Name}: these are all points there are.")],
    };

    private static ReportTable Network(NetworkFront front, ImmutableArray<NetworkPoint> corners) => new()
    {
        Id = "network",
        Title = "The whole network",
        Explanation = "Sums over all executions when one point is chosen per layer: corners of the convex hull over all such choices.",
        Columns =
        [
            new("latencyCycles", "cycles", NumberStyle.Count),
            new("energyNanojoules", "energy nJ", NumberStyle.Short),
            new("edp", "EDP nJ·cycles", NumberStyle.Short),
            new("choice", "point of each layer"),
        ],
        Rows =
        [
            .. Spread(corners).Select(c => new ReportRow(
            [
                ReportCell.Of(c.LatencyCycles),
                ReportCell.Of(c.Nanojoules),
                ReportCell.Of(c.LatencyCycles * c.Nanojoules),
                ReportCell.Of(string.Join(' ', c.Choice.Select(i => i + 1))),
            ])),
        ],
        Charts = [Picture(front.Network.Name, corners.Select(c => (c.LatencyCycles, c.Nanojoules)))],
        Remarks = Best(corners),
    };

    private static ImmutableArray<string> Best(ImmutableArray<NetworkPoint> corners)
    {
        var best = corners.MinBy(c => c.LatencyCycles * c.Nanojoules)!;
        return [$"The corner with the least energy-delay product has {NumberText.Short(best.LatencyCycles * best.Nanojoules)} nJ·cycles: points {string.Join(' ', best.Choice.Select(i => i + 1))}."];
    }

    private static IEnumerable<NetworkPoint> Spread(ImmutableArray<NetworkPoint> corners) => corners.Length <= MostCorners ? corners
        : Enumerable.Range(0, MostCorners).Select(i => corners[(int)Math.Round(i * (corners.Length - 1.0) / (MostCorners - 1))]);

    private static Chart Picture(string name, IEnumerable<(double Cycles, double Nanojoules)> points)
    {
        var all = points.ToArray();
        return new Chart
        {
            Title = $"{name}: energy against latency",
            Kind = ChartKind.Lines,
            CategoryTitle = "latency, cycles",
            ValueTitle = "energy, nJ",
            Categories = [.. all.Select(p => NumberText.Cycles(p.Cycles))],
            Positions = [.. all.Select(p => p.Cycles)],
            Series = [new ChartSeries("front", [.. all.Select(p => (double?)p.Nanojoules)])],
        };
    }
}
