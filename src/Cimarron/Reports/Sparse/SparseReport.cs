using System.Globalization;
using Cimarron.Exploration.Sparse;
using Cimarron.Reports.Tables;

namespace Cimarron.Reports.Sparse;

/// <summary>A sweep over patterns as a report.</summary>
public static class SparseReport
{
    /// <summary>The report.</summary>
    /// <param name="answer">What was found.</param>
    /// <param name="command">The command line.</param>
    public static ReportDocument Of(SparseAnswer answer, string command)
    {
        var question = answer.Question;
        var best = answer.Points.MaxBy(p => (double)answer.Dense.Cycles / p.Cost.Cycles);
        return new ReportDocument
        {
            Title = $"{question.Network.Name} with sparse weights on {question.Chip.Name}",
            Summary = "What sparsity patterns gain in time and energy on rigid arrays, everything counted that supporting them costs, beside the dense run.",
            Command = command,
            Facts =
            [
                ("model", $"{question.Network.Source} {question.Network.Hash[..12]}"),
                ("chip", $"{question.Chip.Name} {question.Chip.Hash[..12]}, {question.Chip.MacroRows} × {question.Chip.MacroColumns} macros"),
                ("masks", question.Masks.ToString()),
                ("mapping", $"{question.Mapping.Strategy.ToString().ToLowerInvariant()}{(question.Mapping.Rearranges ? ", rearranged" : "")}{(question.Mapping.Compression is { } c ? $", compressed along {c.ToString().ToLowerInvariant()}" : "")}"),
                ("input bits", answer.Profile?.Source ?? "all applied: no profile"),
                ("version", $"cimarron {ResultBuilder.ToolVersion}"),
            ],
            Headlines =
            [
                (answer.Dense.Cycles.ToString("N0", CultureInfo.InvariantCulture), "cycles dense"),
                .. best is null ? [] : new[] { (NumberText.Ratio((double)answer.Dense.Cycles / best.Cost.Cycles), $"speedup of {SparseTables.Name(best)}") },
                .. answer.DenseAccuracy is { } a ? new[] { (NumberText.Percent(a.Share), $"top-1 dense in 8 bits, {a.Total} samples") } : [],
            ],
            Tables = [SparseTables.Patterns(answer), SparseTables.Energies(answer), SparseTables.Counts(answer), SparseTables.Layers(answer)],
        };
    }
}
