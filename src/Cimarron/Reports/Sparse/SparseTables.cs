using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Exploration.Sparse;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Networks;

namespace Cimarron.Reports.Sparse;

/// <summary>Tables of patterns on a chip.</summary>
public static class SparseTables
{
    /// <summary>Speed, energy and overheads of every pattern, the dense run first.</summary>
    public static ReportTable Patterns(SparseAnswer answer)
    {
        var rows = ImmutableArray.CreateBuilder<ReportRow>();
        rows.Add(PatternRow(answer, new SparsePoint(Cimarron.Sparsity.Patterns.FlexBlock.Dense, answer.Dense, answer.DenseWithInputs, answer.DenseAccuracy)));
        rows.AddRange(answer.Points.Select(p => PatternRow(answer, p)));
        return new ReportTable
        {
            Id = "patterns",
            Title = "Patterns",
            Explanation = "Speedup and energy saving over the dense run without input sparsity. Utilisation: share of the cells of all steps that hold a weight that is kept. Extra sums: deliveries of partial sums that packing adds.",
            Columns =
            [
                new("pattern", "pattern") { IsGroup = true },
                new("ratio", "removed", NumberStyle.Percent),
                new("cycles", "cycles", NumberStyle.Count),
                new("speedup", "speedup", NumberStyle.Ratio),
                new("microjoules", "energy, µJ", NumberStyle.Short),
                new("saving", "saving", NumberStyle.Percent),
                new("utilisation", "utilisation", NumberStyle.Percent),
                new("indexBits", "index bits", NumberStyle.Count),
                new("extraSums", "extra sums", NumberStyle.Count),
                .. answer.DenseWithInputs is null ? [] : new ReportColumn[] { new("speedupWithInputs", "speedup, zero bits skipped", NumberStyle.Ratio), new("savingWithInputs", "saving, zero bits skipped", NumberStyle.Percent) },
                .. answer.DenseAccuracy is null ? [] : new ReportColumn[] { new("topOne", "top-1", NumberStyle.Percent) },
            ],
            Rows = rows.ToImmutable(),
            Charts = answer.Points.Length < 2 ? [] : [Chart(answer)],
            Remarks = [.. Remarks(answer)],
        };
    }

    /// <summary>Energy of every pattern by component.</summary>
    public static ReportTable Energies(SparseAnswer answer)
    {
        var runs = Runs(answer).ToArray();
        var used = SparseEnergy.Components.Where(c => runs.Any(r => r.Cost.Energy[c] > 0)).ToArray();
        return new ReportTable
        {
            Id = "energy",
            Title = "Energy by component",
            Explanation = "Microjoules of one pass; with input sparsity where a profile is known. The counts and unit energies behind it are in the table of counts.",
            Columns = [new("component", "component"), .. runs.Select((r, i) => new ReportColumn($"run{i}", $"{r.Name}, µJ", NumberStyle.Short))],
            Rows =
            [
                .. used.Select(c => new ReportRow([ReportCell.Of(Words(c)), .. runs.Select(r => ReportCell.Of(r.Cost.Energy[c] / 1e6))])),
                new ReportRow([ReportCell.Of("total"), .. runs.Select(r => ReportCell.Of(r.Cost.Energy.Total / 1e6))], IsTotal: true),
            ],
        };
    }

    /// <summary>Every count with its unit energy, so that the energy can be computed by hand.</summary>
    public static ReportTable Counts(SparseAnswer answer)
    {
        var runs = Runs(answer).ToArray();
        var chip = answer.Question.Chip;
        return new ReportTable
        {
            Id = "counts",
            Title = "Counts",
            Explanation = string.Create(CultureInfo.InvariantCulture, $"Events of units and bits of memories; energy = Σ count · pJ + {chip.StaticMilliwatts:0.####} mW · cycles / {chip.ClockMegahertz:0.###} MHz."),
            Columns = [new("unit", "unit"), new("picojoules", "pJ each", NumberStyle.Short), .. runs.Select((r, i) => new ReportColumn($"run{i}", r.Name, NumberStyle.Count))],
            Rows =
            [
                .. SparseCounts.Units.Where(u => runs.Any(r => r.Cost.Counts[u] > 0)).Select(u => new ReportRow([ReportCell.Of(Words(u)), ReportCell.Of(chip.UnitEnergies[u]), .. runs.Select(r => ReportCell.Of(r.Cost.Counts[u]))])),
                new ReportRow([ReportCell.Of("cycles"), ReportCell.Of(1000 * chip.StaticMilliwatts / chip.ClockMegahertz), .. runs.Select(r => ReportCell.Of(r.Cost.Cycles))], IsTotal: true),
            ],
        };
    }

    /// <summary>Every layer of every pattern beside the dense run.</summary>
    public static ReportTable Layers(SparseAnswer answer) => new()
    {
        Id = "layers",
        Title = "Layers",
        Explanation = "One execution of every matrix operator, without input sparsity.",
        Columns =
        [
            new("run", "run") { IsGroup = true }, new("layer", "layer"), new("rows", "rows", NumberStyle.Count), new("columns", "columns", NumberStyle.Count), new("groups", "groups", NumberStyle.Count),
            new("vectors", "vectors", NumberStyle.Count), new("steps", "steps", NumberStyle.Count), new("copies", "copies", NumberStyle.Count), new("load", "load", NumberStyle.Count), new("compute", "compute", NumberStyle.Count),
            new("writeBack", "write back", NumberStyle.Count), new("cycles", "cycles", NumberStyle.Count), new("speedup", "speedup", NumberStyle.Ratio), new("utilisation", "utilisation", NumberStyle.Percent),
            new("indexBits", "index bits", NumberStyle.Count), new("extraSums", "extra sums", NumberStyle.Count),
        ],
        Rows =
        [
            .. answer.Dense.Layers.Select(l => LayerRow("dense", l, l.Cost.Cycles)),
            .. answer.Points.SelectMany(p => p.Cost.Layers.Zip(answer.Dense.Layers, (l, d) => LayerRow(Name(p), l, d.Cost.Cycles))),
        ],
    };

    /// <summary>A pattern with its ratio, for people.</summary>
    public static string Name(SparsePoint point) => point.Pattern.IsDense ? "dense" : string.Create(CultureInfo.InvariantCulture, $"{point.Pattern.Name}@{point.Pattern.Ratio:0.###}");

    private static ReportRow PatternRow(SparseAnswer answer, SparsePoint point)
    {
        var (cost, dense) = (point.Cost, answer.Dense);
        return new ReportRow(
        [
            ReportCell.Of(point.Pattern.Name), ReportCell.Of(cost.Ratio), ReportCell.Of(cost.Cycles), ReportCell.Of((double)dense.Cycles / cost.Cycles), ReportCell.Of(cost.Energy.Total / 1e6),
            ReportCell.Of(1 - (cost.Energy.Total / dense.Energy.Total)), ReportCell.Of(cost.Utilisation), ReportCell.Of(cost.Sum(c => c.IndexStorageBits)), ReportCell.Of(cost.Sum(c => c.ExtraAccumulations)),
            .. answer.DenseWithInputs is null ? [] : new[] { ReportCell.Of((double)dense.Cycles / point.WithInputs!.Cycles), ReportCell.Of(1 - (point.WithInputs.Energy.Total / dense.Energy.Total)) },
            .. answer.DenseAccuracy is null ? [] : new[] { ReportCell.Of(point.Accuracy?.Share) },
        ]);
    }

    private static ReportRow LayerRow(string run, SparseLayerResult result, long dense)
    {
        var (shape, cost) = (result.Layer.Shape, result.Cost);
        return new ReportRow(
        [
            ReportCell.Of(run), ReportCell.Of(shape.Name), ReportCell.Of(shape.Rows), ReportCell.Of(shape.Columns), ReportCell.Of(shape.Groups), ReportCell.Of(shape.Vectors), ReportCell.Of(cost.Steps), ReportCell.Of(cost.Copies),
            ReportCell.Of(cost.LoadCycles), ReportCell.Of(cost.ComputeCycles), ReportCell.Of(cost.WriteBackCycles), ReportCell.Of(cost.Cycles), ReportCell.Of((double)dense / cost.Cycles),
            ReportCell.Of((double)cost.KeptWeights / cost.CapacityWeights), ReportCell.Of(cost.IndexStorageBits), ReportCell.Of(cost.ExtraAccumulations),
        ]);
    }

    private static Chart Chart(SparseAnswer answer) => new()
    {
        Title = $"Speedup on {answer.Question.Chip.Name}",
        Kind = ChartKind.Bars,
        CategoryTitle = "pattern",
        ValueTitle = "speedup over the dense run",
        Style = NumberStyle.Ratio,
        Reference = 1,
        Categories = [.. answer.Points.Select(Name)],
        Series =
        [
            new("weights only", [.. answer.Points.Select(p => (double?)answer.Dense.Cycles / p.Cost.Cycles)]),
            .. answer.DenseWithInputs is null ? [] : new[] { new ChartSeries("zero bits skipped too", [.. answer.Points.Select(p => (double?)answer.Dense.Cycles / p.WithInputs!.Cycles)]) },
        ],
    };

    /// <summary>Where overheads eat the gain.</summary>
    private static IEnumerable<string> Remarks(SparseAnswer answer)
    {
        foreach (var point in answer.Points)
        {
            var slower = point.Cost.Layers.Zip(answer.Dense.Layers).Where(p => p.First.Cost.Cycles > p.Second.Cost.Cycles).Select(p => p.First.Layer.Node.Name).ToArray();
            if (slower.Length > 0)
            {
                yield return $"{Name(point)} is slower than dense in {slower.Length} of {answer.Dense.Layers.Length} layers: {string.Join(", ", slower.Take(5))}{(slower.Length > 5 ? ", …" : "")}.";
            }
        }
    }

    private static IEnumerable<(string Name, SparseNetworkCost Cost)> Runs(SparseAnswer answer) =>
        answer.Points.Select(p => (Name(p), p.WithInputs ?? p.Cost)).Prepend(("dense", answer.DenseWithInputs ?? answer.Dense));

    /// <summary>The name of a unit or component in words.</summary>
    private static string Words<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
