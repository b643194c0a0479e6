using System.Collections.Immutable;
using Cimarron.Exploration.Sparse;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Exploration.Ciminus;

/// <summary>What pruning costs in accuracy, on a trained network with labelled images.</summary>
internal sealed class AccuracyTable : IStudyTable<CiminusContext>
{
    public string Id => "accuracy";

    public string Title => "Accuracy of the digits network";

    public IEnumerable<StudyWork> Work(CiminusContext context) => PatternLibrary.Named.Select(context.Digits.Work);

    public ReportTable Build(CiminusContext context)
    {
        var answers = PatternLibrary.Named.Select(f => (Family: f, Answer: context.Digits.Answer(f))).ToImmutableArray();
        var dense = answers[0].Answer;
        return new ReportTable
        {
            Id = Id,
            Title = Title,
            Explanation = $"A convolutional network with trained weights, pruned in one go by Σ|w| per layer and not trained again, quantised to 8 bits and run on {dense.DenseAccuracy!.Value.Total} labelled images. "
                + "Cycles and energy are those of its real masks and of the zero bits of its own activations on ciminus-4.",
            Columns =
            [
                new("pattern", "pattern") { IsGroup = true }, new("removed", "removed", NumberStyle.Percent), new("topOne", "top-1", NumberStyle.Percent), new("loss", "points lost", NumberStyle.Percent),
                new("speedup", "speedup", NumberStyle.Ratio), new("saving", "saving", NumberStyle.Percent), new("speedupWithInputs", "speedup, zero bits skipped", NumberStyle.Ratio), new("savingWithInputs", "saving, zero bits skipped", NumberStyle.Percent),
            ],
            Rows =
            [
                Row("dense", dense, new SparsePoint(FlexBlock.Dense, dense.Dense, dense.DenseWithInputs, dense.DenseAccuracy)),
                .. answers.SelectMany(a => a.Answer.Points.Select(p => Row(a.Family.Name, a.Answer, p))),
            ],
            Charts = [Picture(answers)],
            Headlines = [(NumberText.Percent(dense.DenseAccuracy!.Value.Share), $"top-1 of the dense digits network in 8 bits, {dense.DenseAccuracy.Value.Total} images")],
            Remarks =
            [
                $"Zero bits: {dense.Profile?.Source}.",
                "Without training after pruning, the finer a pattern the more accuracy survives, and the coarser the more speed: the table is the trade.",
            ],
        };
    }

    private static ReportRow Row(string name, SparseAnswer answer, SparsePoint point)
    {
        var (before, after) = (answer.DenseAccuracy!.Value.Share, point.Accuracy!.Value.Share);
        return new ReportRow(
        [
            ReportCell.Of(name), ReportCell.Of(point.Cost.Ratio), ReportCell.Of(after), ReportCell.Of(before - after), ReportCell.Of((double)answer.Dense.Cycles / point.Cost.Cycles),
            ReportCell.Of(1 - (point.Cost.Energy.Total / answer.Dense.Energy.Total)), ReportCell.Of((double)answer.Dense.Cycles / point.WithInputs!.Cycles), ReportCell.Of(1 - (point.WithInputs.Energy.Total / answer.Dense.Energy.Total)),
        ]);
    }

    private static Chart Picture(ImmutableArray<(PatternFamily Family, SparseAnswer Answer)> answers)
    {
        var ratios = answers.SelectMany(a => a.Answer.Points.Select(p => Math.Round(p.Pattern.Ratio, 3))).Distinct().Order().ToArray();
        return new Chart
        {
            Title = "Top-1 over the ratio",
            Kind = ChartKind.Lines,
            CategoryTitle = "share of weights removed",
            ValueTitle = "top-1",
            Style = NumberStyle.Percent,
            Categories = [.. ratios.Select(r => NumberText.Percent(r))],
            Positions = [.. ratios],
            Series = [.. answers.Select(a => new ChartSeries(a.Family.Name, [.. ratios.Select(r => a.Answer.Points.FirstOrDefault(p => Math.Abs(p.Pattern.Ratio - r) < 1e-3)?.Accuracy?.Share)]))],
        };
    }
}
