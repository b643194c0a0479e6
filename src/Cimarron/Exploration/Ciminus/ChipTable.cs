using Cimarron.Exploration.Studies;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Exploration.Ciminus;

/// <summary>The built-in chips side by side, and how long an evaluation takes.</summary>
internal sealed class ChipTable : IStudyTable<CiminusContext>
{
    public string Id => "chips";

    public string Title => "Chips and evaluation time";

    public IEnumerable<StudyWork> Work(CiminusContext context) => Runs(context).Select(context.Work);

    public ReportTable Build(CiminusContext context) => new()
    {
        Id = Id,
        Title = Title,
        Explanation = "Dense and hybrid at 80 %, zero bits skipped where the chip detects them. TOPS/W counts the operations of the dense network (2 per multiply-accumulate) whatever is skipped. Evaluation: one network on one thread, masks included.",
        Columns =
        [
            new("chip", "chip") { IsGroup = true }, new("network", "network") { IsGroup = true }, new("pattern", "pattern"), new("cycles", "cycles", NumberStyle.Count), new("milliseconds", "time, ms", NumberStyle.Short),
            new("microjoules", "energy, µJ", NumberStyle.Short), new("efficiency", "TOPS/W", NumberStyle.Short), new("evaluation", "evaluation", NumberStyle.Seconds),
        ],
        Rows = [.. Runs(context).Select(r => Row(context, r))],
        Published = CiminusPublished.All,
        Remarks =
        [
            "mars-like and sdp-like follow the public facts about MARS (TCAD 2022) and SDP (TCAD 2023), which do not determine their buffers, bandwidths and unit energies. MARS reports 52.3 TOPS/W on VGG-16 and 88.2 TOPS/W on ResNet-18, SDP energy savings of 6.95, 29.44 and 39.40 times over "
                + "SIGMA, SRE and Bit Prudent, DB-PIM (arXiv 2505.18954) up to 8.01 times the speed. Nothing here is tuned to these figures, and they validate nothing here.",
        ],
    };

    private static IEnumerable<SparseRun> Runs(CiminusContext context) =>
        from chip in SparseChipLibrary.Names
        from network in context.Options.Networks
        from pattern in new[] { FlexBlock.Dense, PatternLibrary.Parse("hybrid@0.8") }
        select new SparseRun(network, chip, "", pattern, new SparseMapping(), true);

    private static ReportRow Row(CiminusContext context, SparseRun run)
    {
        var cost = context.Cost(run);
        return new ReportRow(
        [
            ReportCell.Of(run.Chip), ReportCell.Of(run.Network), ReportCell.Of(run.Pattern.Name), ReportCell.Of(cost.Cycles), ReportCell.Of(cost.Seconds * 1000), ReportCell.Of(cost.Energy.Total / 1e6),
            ReportCell.Of(2.0 * context.Network(run.Network).TotalMacs / cost.Energy.Total), ReportCell.Of(context.Seconds(run)),
        ]);
    }
}
