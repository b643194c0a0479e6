using Cimarron.Exploration.Studies;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Exploration.Ciminus;

/// <summary>What supporting a pattern costs, and along what to pack.</summary>
internal sealed class OverheadTable : IStudyTable<CiminusContext>
{
    private const double Ratio = 0.8;

    public string Id => "overheads";

    public string Title => "Overheads and orientation at 80 %";

    public IEnumerable<StudyWork> Work(CiminusContext context) => context.Options.Networks.SelectMany(n => Runs(n).Select(r => context.Work(r.Run)).Prepend(context.Work(PatternTable.Run(n, FlexBlock.Dense, true))));

    public ReportTable Build(CiminusContext context) => new()
    {
        Id = Id,
        Title = Title,
        Explanation = "Chip ciminus-4, zero bits skipped. Shares are of the energy of the sparse run: indices (memory and decoders), selection of inputs, zero detection, partial sums (output buffer and queues). Along rows and along columns where the pattern allows both.",
        Columns =
        [
            new("network", "network") { IsGroup = true }, new("pattern", "pattern") { IsGroup = true }, new("along", "packed along"), new("speedup", "speedup", NumberStyle.Ratio), new("saving", "saving", NumberStyle.Percent),
            new("indexBits", "index bits stored", NumberStyle.Count), new("indexLoads", "index bits loaded", NumberStyle.Count), new("extraSums", "extra sums", NumberStyle.Count), new("muxes", "selections", NumberStyle.Count),
            new("index", "index", NumberStyle.Percent), new("mux", "mux", NumberStyle.Percent), new("zero", "zero detection", NumberStyle.Percent), new("sums", "partial sums", NumberStyle.Percent),
        ],
        Rows = [.. context.Options.Networks.SelectMany(n => Runs(n).Select(r => Row(context, n, r.Family, r.Run)))],
        Remarks = ["Index bits stored fall as blocks grow: a block of 32 × 32 needs one entry where 16-wide rows need 64."],
        Alarms = [.. context.Options.Networks.SelectMany(n => Alarms(context, n))],
    };

    private static IEnumerable<(string Family, SparseRun Run)> Runs(string network)
    {
        foreach (var (family, pattern) in CiminusContext.Patterns(Ratio))
        {
            yield return (family.Name, PatternTable.Run(network, pattern, true));
            if (pattern is { Intra: null, Compression: Compression.Rows, Full.Rows: { Kind: ExtentKind.Count, Count: > 1 } })
            {
                yield return (family.Name, PatternTable.Run(network, pattern, true) with { Mapping = new SparseMapping { Compression = Compression.Columns } });
            }
        }
    }

    private static ReportRow Row(CiminusContext context, string network, string family, SparseRun run)
    {
        var (dense, cost) = (context.Cost(PatternTable.Run(network, FlexBlock.Dense, true)), context.Cost(run));
        var energy = cost.Energy;
        double Share(params SparseComponent[] components) => components.Sum(c => energy[c]) / energy.Total;
        return new ReportRow(
        [
            ReportCell.Of(network), ReportCell.Of(family), ReportCell.Of((run.Mapping.Compression ?? run.Pattern.Compression).ToString().ToLowerInvariant()), ReportCell.Of((double)dense.Cycles / cost.Cycles),
            ReportCell.Of(1 - (energy.Total / dense.Energy.Total)), ReportCell.Of(cost.Sum(c => c.IndexStorageBits)), ReportCell.Of(cost.Sum(c => c.IndexLoadBits)), ReportCell.Of(cost.Sum(c => c.ExtraAccumulations)),
            ReportCell.Of(cost.Counts[SparseUnit.Mux]), ReportCell.Of(Share(SparseComponent.IndexMemory, SparseComponent.IndexUnit)), ReportCell.Of(Share(SparseComponent.Mux)), ReportCell.Of(Share(SparseComponent.ZeroDetector)),
            ReportCell.Of(Share(SparseComponent.OutputBuffer, SparseComponent.Fifo, SparseComponent.Accumulator)),
        ]);
    }

    /// <summary>Coarser blocks must not need more index bits; rigid arrays must not profit from single zeros.</summary>
    private static IEnumerable<string> Alarms(CiminusContext context, string network)
    {
        var runs = Runs(network).ToLookup(r => r.Family, r => context.Cost(r.Run));
        long Bits(string family) => runs[family].First().Sum(c => c.IndexStorageBits);
        foreach (var (fine, coarse) in new[] { ("row-block", "row-wise"), ("row-block", "block"), ("column-block", "column-wise"), ("column-block", "block"), ("row-wise", "channel-wise") })
        {
            if (Bits(coarse) > Bits(fine))
            {
                yield return $"{network}: {coarse} needs more index bits than {fine}, which cannot be";
            }
        }

        if (runs["unstructured"].First().Cycles != context.Cost(PatternTable.Run(network, FlexBlock.Dense, true)).Cycles)
        {
            yield return $"{network}: unstructured zeros change the cycles of a rigid array, which cannot be";
        }
    }
}
