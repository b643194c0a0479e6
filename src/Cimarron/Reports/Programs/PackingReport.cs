using System.Collections.Immutable;
using System.Globalization;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Segmentation;
using Cimarron.DualMode.Simulation;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Networks;

namespace Cimarron.Reports.Programs;

/// <summary>The program of a pruned network beside that of the dense one.</summary>
public static class PackingReport
{
    /// <summary>The report of a pruned network with the comparison.</summary>
    /// <param name="report">Its report.</param>
    /// <param name="compressed">What became of its operators.</param>
    /// <param name="packed">Its plan and the timing of its program.</param>
    /// <param name="dense">Those of the dense network.</param>
    public static ReportDocument Add(ReportDocument report, CompressedNetwork compressed, (Plan Plan, TimingResult Timing) packed, (Plan Plan, TimingResult Timing) dense) => report with
    {
        Facts =
        [
            .. report.Facts, ("pattern", string.Create(CultureInfo.InvariantCulture, $"{compressed.Pattern.Name}: {NumberText.Percent(compressed.Ratio)} of the weights removed")), ("masks", compressed.Masks),
        ],
        Headlines = [.. report.Headlines, (NumberText.Ratio((double)dense.Timing.Cycles / packed.Timing.Cycles), $"the speed of the dense network, which takes {dense.Timing.Cycles.ToString("N0", CultureInfo.InvariantCulture)} cycles")],
        Tables = [report.Tables[0], Comparison(packed, dense), Operators(compressed, packed.Plan, dense.Plan), .. report.Tables.Skip(1)],
    };

    private static ReportTable Comparison((Plan Plan, TimingResult Timing) packed, (Plan Plan, TimingResult Timing) dense) => new()
    {
        Id = "dense",
        Title = "Against the dense network",
        Explanation = "The same network without its pattern, compiled by the same rules. Memory share: arrays that hold tensors, of all arrays, over the cycles of the segments. Weights written: with their index.",
        Columns =
        [
            new("network", "network"), new("cycles", "cycles", NumberStyle.Count), new("gain", "gain", NumberStyle.Ratio), new("segments", "segments", NumberStyle.Count), new("memoryShare", "memory share", NumberStyle.Percent),
            new("tiles", "tiles", NumberStyle.Count), new("weightBytes", "B of weights written", NumberStyle.Count), new("tensorBytes", "B of tensors moved", NumberStyle.Count),
        ],
        Rows = [Row("dense", dense, dense), Row("packed", packed, dense)],
    };

    private static ReportRow Row(string name, (Plan Plan, TimingResult Timing) run, (Plan Plan, TimingResult Timing) dense) => new(
    [
        ReportCell.Of(name), ReportCell.Of(run.Timing.Cycles), ReportCell.Of((double)dense.Timing.Cycles / run.Timing.Cycles), ReportCell.Of(run.Plan.Segments), ReportCell.Of(MemoryShare(run.Plan, run.Timing)),
        ReportCell.Of(run.Plan.Network.Blocks.Sum(b => b.Repeat * Enumerable.Range(b.First, b.Count).Sum(o => (long)(run.Plan.Tilings[o]?.Tiles ?? 0)))), ReportCell.Of(run.Timing.WeightBytesWritten),
        ReportCell.Of(run.Timing.ExternalBytesRead + run.Timing.ExternalBytesWritten),
    ]);

    private static double MemoryShare(Plan plan, TimingResult timing)
    {
        var cycles = timing.Segments.Sum(s => (double)s.Iterations * s.Cycles.Total);
        return cycles == 0 ? 0 : timing.Segments.Sum(s => (double)s.Iterations * s.Cycles.Total * s.MemoryArrays) / (cycles * plan.Chip.Arrays);
    }

    private static ReportTable Operators(CompressedNetwork compressed, Plan packed, Plan dense)
    {
        var names = compressed.Layers.Select(l => l.Node.Name).ToHashSet(StringComparer.Ordinal);
        var (packedTiles, denseTiles) = (Tiles(packed, names), Tiles(dense, names));
        return new ReportTable
        {
            Id = "packing",
            Title = "Packed weights",
            Explanation = "Rows and columns of every weight matrix, stored of them, elements of an input vector that still move, and tiles of all groups and head groups.",
            Columns =
            [
                new("operator", "operator"), new("rows", "rows", NumberStyle.Count), new("storedRows", "rows stored", NumberStyle.Count), new("columns", "columns", NumberStyle.Count), new("storedColumns", "columns stored", NumberStyle.Count),
                new("moved", "moved", NumberStyle.Count), new("indexBits", "index bits", NumberStyle.Count), new("denseTiles", "tiles dense", NumberStyle.Count), new("tiles", "tiles", NumberStyle.Count), new("remark", "remark"),
            ],
            Rows = [.. compressed.Layers.Select(l => Row(l, packedTiles, denseTiles))],
        };
    }

    private static ReportRow Row(CompressedLayer layer, IReadOnlyDictionary<string, long> packed, IReadOnlyDictionary<string, long> dense)
    {
        var bounds = layer.Node.Layer!;
        var rows = bounds.C * bounds.R * bounds.S;
        var packing = layer.Packing;
        return new ReportRow([
            ReportCell.Of(layer.Node.Name), ReportCell.Of(rows), ReportCell.Of(packing?.Rows ?? rows), ReportCell.Of(bounds.K), ReportCell.Of(packing?.Columns ?? bounds.K), ReportCell.Of(packing?.Moved ?? rows),
            ReportCell.Of(layer.IndexBits), ReportCell.Of(dense.GetValueOrDefault(layer.Node.Name)), ReportCell.Of(packed.GetValueOrDefault(layer.Node.Name)), ReportCell.Of(layer.Remark)]);
    }

    /// <summary>Tiles by operator of the network; the parts of a divided attention have a number behind its name.</summary>
    private static Dictionary<string, long> Tiles(Plan plan, HashSet<string> names)
    {
        var tiles = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var op in plan.Network.Operators.Where(o => o.IsMatrix))
        {
            var name = names.Contains(op.Name) ? op.Name : op.Name[..Math.Max(0, op.Name.LastIndexOf('.'))];
            tiles[name] = tiles.GetValueOrDefault(name) + plan.Tilings[op.Index]!.Tiles;
        }

        return tiles;
    }
}
