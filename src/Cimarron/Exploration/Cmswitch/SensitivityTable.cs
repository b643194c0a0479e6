using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>How much the speedup hangs on what the paper leaves open.</summary>
internal sealed class SensitivityTable : IStudyTable<CmswitchContext>
{
    /// <summary>Published averages; the middle of the range where only that is published.</summary>
    private static readonly ImmutableArray<(string Network, double Published)> Targets =
        [("mobilenet_v1", 1.145), ("resnet18", 1.15), ("vgg16", 1.40), ("bert-large", 1.17), ("llama2-7b", 1.24), ("opt-6.7b", 1.50), ("opt-13b", 1.73)];

    public string Id => "sensitivity";

    public string Title => "What the paper leaves open";

    public IEnumerable<StudyWork> Work(CmswitchContext context) =>
        from network in Networks(context)
        from point in SensitivityPoint.All(context.Options.IsQuick)
        from question in Questions(point, network.Network)
        select question.Work(context.Cache);

    public ReportTable Build(CmswitchContext context)
    {
        var networks = Networks(context).ToImmutableArray();
        var choices = SensitivityPoint.All(context.Options.IsQuick).SelectMany(p => Choices(context, p, networks)).ToImmutableArray();
        double Off(Choice choice, int network) => Math.Abs((choice.Speedups[network] / networks[network].Published) - 1);
        var common = choices.MinBy(c => Enumerable.Range(0, networks.Length).Max(i => Off(c, i)))!;
        var worst = Enumerable.Range(0, networks.Length).Max(i => Off(common, i));
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = $"{choices.Length} settings of the paper's model: bandwidth of memory arrays, external bandwidth, cycles of a step, time to write an array, parallel loads or one bus, arithmetic intensity with or without weights, best or greedy pieces, "
                + "baseline with or without copies of matrix products. The common setting is the one whose furthest network is nearest to its published average (the middle of the range where no average is published).",
            Columns =
            [
                new("network", "network"),
                new("published", "published", NumberStyle.Ratio),
                new("least", "least", NumberStyle.Ratio),
                new("most", "most", NumberStyle.Ratio),
                new("nearest", "nearest", NumberStyle.Ratio),
                new("common", "common setting", NumberStyle.Ratio),
                new("distance", "its distance", NumberStyle.Percent),
                new("setting", "nearest setting"),
            ],
            Rows = [.. networks.Select((n, i) => Row(n, choices, common, i, choices.MinBy(c => Off(c, i))!))],
            Published = [.. CmswitchPublished.All.Where(f => f.Id.StartsWith("average.", StringComparison.Ordinal))],
            Headlines = [(NumberText.Percent(worst), "distance of the common setting's furthest network from its published average")],
            Remarks =
            [
                $"Common setting: {common.Title}.",
                worst > 0.03
                    ? $"No setting reproduces the whole table: the best common one is off by {NumberText.Percent(worst)} for its furthest network, although {networks.Where((_, i) => choices.Min(c => Off(c, i)) <= 0.03).Count()} of {networks.Length} networks can be met within 3 % each with a setting of its own."
                    : "A common setting reproduces every average within 3 %.",
            ],
        };
    }

    private static IEnumerable<(DualWorkload Network, double Published)> Networks(CmswitchContext context) =>
        Targets.Where(t => !context.Options.IsQuick || t.Network is "bert-large").Select(t => (DualWorkload.Of(t.Network), t.Published));

    private static ImmutableArray<PlanQuestion> Questions(SensitivityPoint point, DualWorkload network) => [Ours(point, network), Baseline(point, network, true), Baseline(point, network, false)];

    private static ImmutableArray<Choice> Choices(CmswitchContext context, SensitivityPoint point, ImmutableArray<(DualWorkload Network, double Published)> networks)
    {
        ImmutableArray<double> Speedups(bool copies) => [.. networks.Select(n => context.Answer(Baseline(point, n.Network, copies)).Cycles / context.Answer(Ours(point, n.Network)).Cycles)];
        return [new($"{point.Title}, products copied", Speedups(true)), new($"{point.Title}, products not copied", Speedups(false))];
    }

    private static PlanQuestion Ours(SensitivityPoint point, DualWorkload network) => new(point.Setting(copiesProducts: true), network, PlanKind.Full);

    private static PlanQuestion Baseline(SensitivityPoint point, DualWorkload network, bool copiesProducts) => new(point.Setting(copiesProducts), network, PlanKind.CimMlc);

    private static ReportRow Row((DualWorkload Network, double Published) network, ImmutableArray<Choice> choices, Choice common, int index, Choice nearest) => new(
    [
        ReportCell.Of(network.Network.Title), ReportCell.Of(network.Published), ReportCell.Of(choices.Min(c => c.Speedups[index])), ReportCell.Of(choices.Max(c => c.Speedups[index])), ReportCell.Of(nearest.Speedups[index]),
        ReportCell.Of(common.Speedups[index]), ReportCell.Of((common.Speedups[index] / network.Published) - 1), ReportCell.Of(nearest.Title),
    ]);

    private sealed record Choice(string Title, ImmutableArray<double> Speedups);
}
