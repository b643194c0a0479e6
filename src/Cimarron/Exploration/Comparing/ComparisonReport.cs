using System.Collections.Immutable;
using Cimarron.Mappers;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Comparing;

/// <summary>A comparison as one table and its pictures.</summary>
public static class ComparisonReport
{
    /// <summary>Relative difference below which two values count as equal.</summary>
    internal const double Tolerance = 1e-9;

    private const int MostBars = 160;

    /// <summary>Builds the report.</summary>
    /// <param name="comparison">What was run.</param>
    /// <param name="command">The command line.</param>
    public static ReportDocument Build(Comparison comparison, string command) => new()
    {
        Title = $"{comparison.Network.Name} on {comparison.Chip.Name}: mappers compared",
        Summary = $"{comparison.Runs.Length} mappers minimise the {Phrase(comparison.Options.Objective)} of every layer under the same timing and energy rules; each mapping is measured by the same evaluator.",
        Command = command,
        Facts =
        [
            ("chip", $"{comparison.Chip.Name}, {comparison.Chip.Hash}"),
            ("model", $"{comparison.Network.Source}, {comparison.Network.Hash}"),
            ("objective", ResultBuilder.Word(comparison.Options.Objective)),
            ("profile", comparison.Options.Profile == Mappings.LegalityProfile.Strict ? "strict" : "reference"),
            ("padding", comparison.Options.Padding ? "allowed" : "forbidden"),
            ("rules", ResultBuilder.Rules),
            ("version", $"cimarron {ResultBuilder.ToolVersion}"),
            .. comparison.Runs.SelectMany(r => r.Result.Layers.SelectMany(l => l.Answer.Assumptions).Distinct().Take(2).Select(a => (r.Mapper, a))),
        ],
        Headlines = Headlines(comparison),
        Tables = [Table(comparison)],
    };

    /// <summary>The table alone.</summary>
    public static ReportTable Table(Comparison comparison)
    {
        var reference = comparison.Reference;
        return new ReportTable
        {
            Id = "comparison",
            Title = "Every layer, every mapper",
            Explanation = $"Cycles and energy of one execution of each layer shape; the total counts every execution, its EDP is the product of the two sums. "
                + $"The ratio is the {Phrase(comparison.Options.Objective)} divided by that of {reference.Mapper}. The proof says what is known: optimal, an open gap, or nothing (heuristic).",
            Columns =
            [
                new("layer", "layer") { IsGroup = true },
                new("shape", "shape") { IsGroup = true },
                new("count", "count", NumberStyle.Count) { IsGroup = true },
                new("mapper", "mapper"),
                new("latencyCycles", "cycles", NumberStyle.Count),
                new("energyNanojoules", "energy nJ", NumberStyle.Short),
                new("edp", "EDP nJ·cycles", NumberStyle.Short),
                new("ratio", $"ratio to {reference.Mapper}", NumberStyle.Ratio),
                new("seconds", "s", NumberStyle.Seconds),
                new("proof", "proof"),
            ],
            Rows = Rows(comparison),
            Charts = Charts(comparison),
            Alarms = [.. Alarms(comparison)],
            Remarks = [.. Remarks(comparison)],
        };
    }

    /// <summary>Every mapping that is better than what another mapper has proven to be impossible, one sentence each.</summary>
    internal static IEnumerable<string> Alarms(Comparison comparison)
    {
        for (var i = 0; i < comparison.Reference.Result.Layers.Length; i++)
        {
            var answers = comparison.Runs.Select(r => (r.Mapper, r.Result.Layers[i].Name, r.Result.Layers[i].Answer)).ToArray();
            var (prover, _, proof) = answers.MaxBy(a => a.Answer.LowerBound);
            foreach (var (mapper, layer, answer) in answers.Where(a => Contradicts(a.Answer, proof)))
            {
                yield return $"{layer}: {mapper} found {NumberText.Short(answer.Value)}, below the bound {NumberText.Short(proof.LowerBound)} of {prover}. One of the two is wrong; please report it with the command line.";
            }
        }
    }

    /// <summary>Whether a mapping is better than a bound allows.</summary>
    internal static bool Contradicts(MapperResult answer, MapperResult proof) => answer.Value < proof.LowerBound * (1 - Tolerance);

    private static ImmutableArray<ReportRow> Rows(Comparison comparison)
    {
        var rows = ImmutableArray.CreateBuilder<ReportRow>();
        var reference = comparison.Reference.Result;
        for (var i = 0; i < reference.Layers.Length; i++)
        {
            var shape = LayerText.Describe(reference.Layers[i].Shape);
            var strongest = comparison.Runs.Select(r => r.Result.Layers[i].Answer).MaxBy(a => a.LowerBound)!;
            foreach (var (mapper, result) in comparison.Runs)
            {
                var (layer, answer) = (result.Layers[i], result.Layers[i].Answer);
                rows.Add(new ReportRow(
                    [
                        ReportCell.Of(layer.Name), ReportCell.Of(shape), ReportCell.Of(layer.Count), ReportCell.Of(mapper),
                        ReportCell.Of(answer.Cost?.LatencyCycles), ReportCell.Of(answer.Cost?.TotalNanojoules), ReportCell.Of(answer.Cost?.Edp),
                        ReportCell.Of(Ratio(answer.Value, reference.Layers[i].Answer.Value)), ReportCell.Of(answer.Seconds), ReportCell.Of(Proof(answer)),
                    ],
                    IsAlarming: Contradicts(answer, strongest)));
            }
        }

        foreach (var (mapper, result) in comparison.Runs)
        {
            var isComplete = result.IsComplete;
            double? If(double value) => isComplete ? value : null;
            rows.Add(new ReportRow(
                [
                    ReportCell.Of("total"), ReportCell.Of(""), ReportCell.Of(result.Layers.Sum(l => l.Count)), ReportCell.Of(mapper),
                    ReportCell.Of(If(result.LatencyCycles)), ReportCell.Of(If(result.Nanojoules)), ReportCell.Of(If(result.Edp)),
                    ReportCell.Of(TotalRatio(result, reference)), ReportCell.Of(result.Seconds), ReportCell.Of(TotalProof(result)),
                ],
                IsTotal: true));
        }

        return rows.ToImmutable();
    }

    private static ImmutableArray<Chart> Charts(Comparison comparison)
    {
        var reference = comparison.Reference;
        var others = comparison.Runs.Where(r => r.Mapper != reference.Mapper).ToArray();
        if (others.Length == 0)
        {
            return [];
        }

        var layers = reference.Result.Layers;
        var shown = Math.Min(layers.Length, MostBars / others.Length);
        return
        [
            new Chart
            {
                Title = $"{Capital(Phrase(comparison.Options.Objective))} relative to {reference.Mapper}, lower is better"
                    + (shown < layers.Length ? $"; the {shown} layers with the most work" : ""),
                Kind = ChartKind.Bars,
                CategoryTitle = "layers",
                ValueTitle = $"ratio to {reference.Mapper}",
                Style = NumberStyle.Ratio,
                Reference = 1,
                Categories = ["whole network", .. Largest(layers, shown).Select(i => $"{layers[i].Name}  {LayerText.Describe(layers[i].Shape)}")],
                Series = [.. others.Select(r => new ChartSeries(r.Mapper, [TotalRatio(r.Result, reference.Result), .. Largest(layers, shown).Select(i => Ratio(r.Result.Layers[i].Answer.Value, layers[i].Answer.Value))]))],
            },
            new Chart
            {
                Title = "Time of the search, whole network",
                Kind = ChartKind.Bars,
                CategoryTitle = "mappers",
                ValueTitle = "seconds",
                Style = NumberStyle.Seconds,
                Categories = [.. comparison.Runs.Select(r => r.Mapper)],
                Series = [new ChartSeries("seconds", [.. comparison.Runs.Select(r => (double?)r.Result.Seconds)])],
            },
        ];
    }

    /// <summary>The layers with the most multiply-accumulates, in the order of the network.</summary>
    private static IEnumerable<int> Largest(ImmutableArray<NetworkLayer> layers, int count) =>
        Enumerable.Range(0, layers.Length).OrderByDescending(i => (double)layers[i].Shape.Macs * layers[i].Count).Take(count).Order();

    private static ImmutableArray<(string Value, string Meaning)> Headlines(Comparison comparison)
    {
        var reference = comparison.Reference;
        var proven = reference.Result.Layers.Count(l => l.Answer.Status == MapperStatus.Optimal);
        return
        [
            ($"{proven} of {reference.Result.Layers.Length}", $"layer shapes proven optimal by {reference.Mapper}"),
            .. comparison.Runs.Where(r => r.Mapper != reference.Mapper)
                .Select(r => (NumberText.Ratio(TotalRatio(r.Result, reference.Result)), $"{Phrase(comparison.Options.Objective)} of {r.Mapper} relative to {reference.Mapper}")),
        ];
    }

    private static IEnumerable<string> Remarks(Comparison comparison)
    {
        var (mapper, reference) = comparison.Reference;
        foreach (var (name, result) in comparison.Runs)
        {
            for (var i = 0; i < reference.Layers.Length; i++)
            {
                if (result.Layers[i].Answer.Value < reference.Layers[i].Answer.Value * (1 - Tolerance) && !Contradicts(result.Layers[i].Answer, reference.Layers[i].Answer))
                {
                    yield return $"{reference.Layers[i].Name}: {name} found a better mapping than {mapper}, whose gap was still open ({NumberText.Percent(reference.Layers[i].Answer.Gap)}) when it stopped.";
                }
            }
        }
    }

    private static double? Ratio(double value, double reference) => double.IsFinite(value) && double.IsFinite(reference) && reference > 0 ? value / reference : null;

    private static double? TotalRatio(NetworkResult result, NetworkResult reference) => result.IsComplete && reference.IsComplete ? Ratio(result.Value, reference.Value) : null;

    private static string Proof(MapperResult answer) => answer.Status switch
    {
        MapperStatus.Optimal => "optimal",
        MapperStatus.Infeasible => "infeasible",
        MapperStatus.Heuristic => "heuristic",
        var status => $"{ResultBuilder.Word(status)}, gap {NumberText.Percent(answer.Gap)}",
    };

    private static string TotalProof(NetworkResult result) => result.Layers.All(l => l.Answer.Status == MapperStatus.Heuristic)
        ? "heuristic"
        : $"{result.Layers.Count(l => l.Answer.Status == MapperStatus.Optimal)} of {result.Layers.Length} proven";

    private static string Phrase(Objective objective) => objective switch { Objective.Latency => "latency", Objective.Energy => "energy", _ => "energy-delay product" };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
