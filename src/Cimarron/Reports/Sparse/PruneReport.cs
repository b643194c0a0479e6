using System.Globalization;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;

namespace Cimarron.Reports.Sparse;

/// <summary>What pruning did to a model.</summary>
public static class PruneReport
{
    /// <summary>The report.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="options">How it was pruned.</param>
    /// <param name="pruned">The result.</param>
    /// <param name="accuracy">Top-1 in 8 bits before and after; null when it was not measured.</param>
    /// <param name="command">The command line.</param>
    public static ReportDocument Of(string model, FlexBlock pattern, PruneOptions options, PrunedModel pruned, (TopOne Before, TopOne After)? accuracy, string command) => new()
    {
        Title = $"{pruned.Graph.Network.Name} pruned",
        Summary = "Weights that a sparsity pattern removed, layer by layer.",
        Command = command,
        Facts =
        [
            ("model", model),
            ("pattern", string.Create(CultureInfo.InvariantCulture, $"{pattern.Name}, {pattern.Ratio:0.###} to remove")),
            ("criterion", $"{options.Criterion}, budget per {options.Scope.ToString().ToLowerInvariant()}"),
        ],
        Headlines =
        [
            (NumberText.Percent(pruned.Ratio), $"of {pruned.Layers.Sum(l => l.Total).ToString("N0", CultureInfo.InvariantCulture)} weights removed"),
            .. accuracy is { } a ? new[] { ($"{NumberText.Percent(a.Before.Share)} → {NumberText.Percent(a.After.Share)}", $"top-1 in 8 bits, {a.After.Total} samples") } : [],
        ],
        Tables =
        [
            new ReportTable
            {
                Id = "layers",
                Title = "Layers",
                Explanation = "Every operator with stored weights. Loss: what the removed weights had of the criterion's sum.",
                Columns =
                [
                    new("layer", "layer"), new("weights", "weights", NumberStyle.Count), new("kept", "kept", NumberStyle.Count), new("removed", "removed", NumberStyle.Percent), new("loss", "loss", NumberStyle.Percent),
                    new("remark", "remark"),
                ],
                Rows =
                [
                    .. pruned.Layers.Select(l => new ReportRow([
                        ReportCell.Of(l.Node), ReportCell.Of(l.Total), ReportCell.Of(l.Kept), ReportCell.Of(1 - ((double)l.Kept / l.Total)), ReportCell.Of(l.Loss), ReportCell.Of(l.Mask is null ? $"dense: {l.Reason}" : "")])),
                ],
            },
        ],
    };
}
