using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Exploration.Ciminus;

/// <summary>Every named pattern at every ratio, with and without input sparsity.</summary>
internal sealed class PatternTable : IStudyTable<CiminusContext>
{
    private static readonly bool[] Both = [false, true];

    public string Id => "patterns";

    public string Title => "Patterns and ratios on 4 macros";

    public IEnumerable<StudyWork> Work(CiminusContext context) =>
        from network in context.Options.Networks
        from skips in Both
        from pattern in Points(context).Select(p => p.Pattern).Prepend(FlexBlock.Dense)
        select context.Work(Run(network, pattern, skips));

    public ReportTable Build(CiminusContext context)
    {
        var points = Points(context).ToArray();
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = "Chip ciminus-4, random masks. Speedup and saving of energy over the dense run without input sparsity. Utilisation: share of the cells of all steps with a weight that is kept.",
            Columns =
            [
                new("network", "network") { IsGroup = true }, new("pattern", "pattern") { IsGroup = true }, new("asked", "ratio", NumberStyle.Percent), new("removed", "removed", NumberStyle.Percent), new("cycles", "cycles", NumberStyle.Count),
                new("speedup", "speedup", NumberStyle.Ratio), new("saving", "saving", NumberStyle.Percent), new("utilisation", "utilisation", NumberStyle.Percent),
                new("speedupWithInputs", "speedup, zero bits skipped", NumberStyle.Ratio), new("savingWithInputs", "saving, zero bits skipped", NumberStyle.Percent),
            ],
            Rows = [.. context.Options.Networks.SelectMany(n => points.Select(p => (p.Family.Name, p.Asked, p.Pattern)).Prepend(("dense", 0, FlexBlock.Dense)).Select(p => Row(context, n, p.Item1, p.Item2, p.Item3)))],
            Charts = [.. context.Options.Networks.Select(n => Picture(context, n, points))],
            Remarks = [$"Zero bits: {context.Digits.StandIn.Source}. These networks have no weights here, so their own activations cannot be measured.", .. Remarks(context, points)],
            Alarms = [.. Alarms(context, points)],
        };
    }

    internal static SparseRun Run(string network, FlexBlock pattern, bool skips) => new(network, "ciminus-4", "", pattern, new SparseMapping(), skips);

    private static IEnumerable<(PatternFamily Family, double Asked, FlexBlock Pattern)> Points(CiminusContext context) =>
        from family in PatternLibrary.Named
        from ratio in context.Options.Ratios
        from pattern in CiminusContext.Patterns(ratio).Where(p => p.Family == family)
        select (family, ratio, pattern.Pattern);

    private static ReportRow Row(CiminusContext context, string network, string name, double asked, FlexBlock pattern)
    {
        var (dense, cost, skipping) = (context.Cost(Run(network, FlexBlock.Dense, false)), context.Cost(Run(network, pattern, false)), context.Cost(Run(network, pattern, true)));
        return new ReportRow(
        [
            ReportCell.Of(network), ReportCell.Of(name), ReportCell.Of(asked), ReportCell.Of(cost.Ratio), ReportCell.Of(cost.Cycles), ReportCell.Of((double)dense.Cycles / cost.Cycles), ReportCell.Of(1 - (cost.Energy.Total / dense.Energy.Total)),
            ReportCell.Of(cost.Utilisation), ReportCell.Of((double)dense.Cycles / skipping.Cycles), ReportCell.Of(1 - (skipping.Energy.Total / dense.Energy.Total)),
        ]);
    }

    private static Chart Picture(CiminusContext context, string network, (PatternFamily Family, double Asked, FlexBlock Pattern)[] points)
    {
        var dense = context.Cost(Run(network, FlexBlock.Dense, false)).Cycles;
        return new Chart
        {
            Title = $"Speedup of {network} over the ratio",
            Kind = ChartKind.Lines,
            CategoryTitle = "share of weights removed",
            ValueTitle = "speedup over dense",
            Style = NumberStyle.Ratio,
            Reference = 1,
            Categories = [.. context.Options.Ratios.Select(r => NumberText.Percent(r))],
            Series = [.. points.GroupBy(p => p.Family.Name).Select(g => new ChartSeries(g.Key, [.. g.Select(p => (double?)dense / context.Cost(Run(network, p.Pattern, false)).Cycles)]))],
        };
    }

    private static IEnumerable<string> Remarks(CiminusContext context, (PatternFamily Family, double Asked, FlexBlock Pattern)[] points)
    {
        foreach (var network in context.Options.Networks)
        {
            var dense = context.Cost(Run(network, FlexBlock.Dense, false));
            foreach (var (family, asked, pattern) in points)
            {
                var cost = context.Cost(Run(network, pattern, false));
                if (cost.Cycles > dense.Cycles)
                {
                    yield return $"{network}: {family.Name} at {NumberText.Percent(asked)} is slower than dense by {NumberText.Percent(((double)cost.Cycles / dense.Cycles) - 1)}.";
                }
            }

            foreach (var family in points.GroupBy(p => p.Family))
            {
                var empty = family.Select(p => (p.Asked, Layers: context.Cost(Run(network, p.Pattern, false)).Layers.Where(l => l.Cost.Steps == 0).Select(l => l.Layer.Node.Name).ToArray())).LastOrDefault(p => p.Layers.Length > 0);
                if (empty.Layers is { } layers)
                {
                    yield return $"{network}: {family.Key.Name} at {NumberText.Percent(empty.Asked)} leaves nothing of {string.Join(", ", layers.Take(5))}{(layers.Length > 5 ? $" and {layers.Length - 5} more" : "")}; a working network would keep such layers dense (--skip).";
                }
            }
        }
    }

    private static IEnumerable<string> Alarms(CiminusContext context, (PatternFamily Family, double Asked, FlexBlock Pattern)[] points) =>
        from network in context.Options.Networks
        from skips in Both
        from family in points.GroupBy(p => p.Family)
        from pair in family.Zip(family.Skip(1))
        where context.Cost(Run(network, pair.Second.Pattern, skips)).Cycles > context.Cost(Run(network, pair.First.Pattern, skips)).Cycles
        select $"{network}, {family.Key.Name}: removing more ({pair.First.Asked} → {pair.Second.Asked}) is slower, which cannot be";
}
