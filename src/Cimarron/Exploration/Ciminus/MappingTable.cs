using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Exploration.Ciminus;

/// <summary>Macro organisation × duplication × rearrangement on 16 macros.</summary>
internal sealed class MappingTable : IStudyTable<CiminusContext>
{
    private static readonly bool[] Both = [false, true];

    private static readonly string[] Organisations = ["8×2", "4×4", "2×8"];

    private static readonly SparseComponent[] Buffers = [SparseComponent.GlobalBuffer, SparseComponent.InputBuffer, SparseComponent.WeightBuffer, SparseComponent.OutputBuffer, SparseComponent.Fifo];

    public string Id => "mapping";

    public string Title => "Mapping on 16 macros";

    public IEnumerable<StudyWork> Work(CiminusContext context) => Runs(context).Select(context.Work);

    public ReportTable Build(CiminusContext context) => new()
    {
        Id = Id,
        Title = Title,
        Explanation = "Chip ciminus-16, no input sparsity. Organisation: rows of macros (split the reduction) × columns (split the outputs). Spatial: other tiles only; duplicate: copies of one tile; both: tiles first. Buffers: global, input, weight and output buffers and queues.",
        Columns =
        [
            new("network", "network") { IsGroup = true }, new("pattern", "pattern") { IsGroup = true }, new("organisation", "organisation") { IsGroup = true }, new("strategy", "spare macros"), new("rearranged", "rearranged"),
            new("cycles", "cycles", NumberStyle.Count), new("utilisation", "utilisation", NumberStyle.Percent), new("buffers", "buffers, µJ", NumberStyle.Short), new("energy", "energy, µJ", NumberStyle.Short),
        ],
        Rows = [.. Runs(context).Select(r => Row(context, r))],
        Remarks = [.. Remarks(context)],
    };

    /// <summary>Energy of all buffers, pJ.</summary>
    internal static double BufferEnergy(SparseNetworkCost cost)
    {
        var energy = cost.Energy;
        return Buffers.Sum(b => energy[b]);
    }

    internal static IEnumerable<SparseRun> Runs(CiminusContext context) =>
        from network in context.Options.Networks
        from pattern in new[] { FlexBlock.Dense, PatternLibrary.Parse("row-block@0.8"), PatternLibrary.Parse("column-block@0.8"), PatternLibrary.Parse("hybrid@0.8") }
        from organisation in Organisations
        from strategy in Enum.GetValues<DuplicationStrategy>()
        from rearranges in Both
        select new SparseRun(network, "ciminus-16", organisation, pattern, new SparseMapping { Strategy = strategy, Rearranges = rearranges }, false);

    private static ReportRow Row(CiminusContext context, SparseRun run)
    {
        var cost = context.Cost(run);
        return new ReportRow(
        [
            ReportCell.Of(run.Network), ReportCell.Of(run.Pattern.Name), ReportCell.Of(run.Organisation), ReportCell.Of(run.Mapping.Strategy.ToString().ToLowerInvariant()), ReportCell.Of(run.Mapping.Rearranges ? "yes" : "no"),
            ReportCell.Of(cost.Cycles), ReportCell.Of(cost.Utilisation), ReportCell.Of(BufferEnergy(cost) / 1e6), ReportCell.Of(cost.Energy.Total / 1e6),
        ]);
    }

    private static IEnumerable<string> Remarks(CiminusContext context)
    {
        foreach (var group in Runs(context).GroupBy(r => (r.Network, r.Pattern.Name)))
        {
            var fastest = group.MinBy(r => context.Cost(r).Cycles)!;
            var leanest = group.MinBy(r => context.Cost(r).Energy.Total)!;
            yield return $"{group.Key.Network}, {group.Key.Name}: fastest {Text(fastest)}, least energy {Text(leanest)}.";
        }

        var losing = Losing(context).ToArray();
        yield return $"In {losing.Length} pairs of mappings the one with the higher utilisation takes more buffer energy"
            + (losing.Length == 0 ? "." : $", most in {losing[0].Fuller.Network}, {losing[0].Fuller.Pattern.Name}: {Text(losing[0].Fuller)} against {Text(losing[0].Other)} has {losing[0].Utilisation:0.##} times the utilisation and {losing[0].Energy:0.##} times the buffer energy.");
        var slower = Runs(context).Where(r => r.Mapping.Rearranges).Select(r => (Run: r, Other: r with { Mapping = r.Mapping with { Rearranges = false } }))
            .Count(p => context.Cost(p.Run).Utilisation > context.Cost(p.Other).Utilisation && context.Cost(p.Run).Cycles > context.Cost(p.Other).Cycles);
        yield return $"In {slower} of {Runs(context).Count() / 2} settings rearrangement raises utilisation and takes longer: fewer macros are busy, or fewer copies fit.";
    }

    /// <summary>Where a fuller array loses: pairs of mappings of one network and pattern of which one has more utilisation and more buffer energy, worst first.</summary>
    internal static IEnumerable<(SparseRun Fuller, SparseRun Other, double Utilisation, double Energy)> Losing(CiminusContext context) =>
        (from runs in Runs(context).GroupBy(r => (r.Network, r.Pattern.Name))
         from fuller in runs
         from other in runs
         let utilisation = context.Cost(fuller).Utilisation / context.Cost(other).Utilisation
         let energy = BufferEnergy(context.Cost(fuller)) / BufferEnergy(context.Cost(other))
         where utilisation > 1.01 && energy > 1.01
         orderby energy descending
         select (fuller, other, utilisation, energy)).ToArray();

    private static string Text(SparseRun run) => $"{run.Organisation} {run.Mapping.Strategy.ToString().ToLowerInvariant()}{(run.Mapping.Rearranges ? " rearranged" : "")}";
}
