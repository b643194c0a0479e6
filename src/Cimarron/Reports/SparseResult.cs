using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Costs;
using Cimarron.Mappers;
using Cimarron.Sparsity.Networks;

namespace Cimarron.Reports;

/// <summary>Puts the pattern and the dense run into the result of a pruned network.</summary>
public static class SparseResult
{
    private static readonly string[] Assumptions =
    [
        "Packed weights: all columns are padded to the longest strip, and rows of a convolution to whole channels; docs/sparse-links.md.",
        "The index travels with the weights as far as the macro, in whole bits per weight; where it is kept beside the cells, and what decodes it, costs nothing.",
        "Inputs are counted for the packed reduction. Where strips keep different rows, or a choice within blocks picks among inputs, more of them move.",
    ];

    /// <summary>The result with the comparison.</summary>
    /// <param name="result">The result of the pruned network.</param>
    /// <param name="compressed">What became of its operators.</param>
    /// <param name="sparse">The outcome that <paramref name="result"/> was built from.</param>
    /// <param name="dense">The outcome of the dense network; null when it was not mapped.</param>
    public static ResultDocument Add(ResultDocument result, CompressedNetwork compressed, NetworkResult sparse, NetworkResult? dense)
    {
        var (costs, denseCosts) = (Costs(sparse), Costs(dense));
        return result with
        {
            Sparsity = new ResultSparsity(
                compressed.Pattern.Name, compressed.Ratio, compressed.Masks, dense is null ? null : ResultBuilder.Totals(dense),
                [.. compressed.Layers.Select(l => Operator(l, costs.GetValueOrDefault(l.Node.Index), denseCosts.GetValueOrDefault(l.Node.Index)))]),
            Assumptions = [.. Assumptions, .. result.Assumptions],
            Seconds = result.Seconds + (dense?.Seconds ?? 0),
        };
    }

    /// <summary>How often the pruned network beats the dense one: <c>×2.1 in cycles and ×1.9 in energy</c>; null when one of them is not mapped.</summary>
    public static string? Gain(ResultDocument result) => result is { Sparsity.Dense: { LatencyCycles: { } cycles, EnergyNanojoules: { } energy }, Totals: { LatencyCycles: > 0 and var ownCycles, EnergyNanojoules: > 0 and var ownEnergy } }
        ? string.Create(CultureInfo.InvariantCulture, $"{NumberText.Ratio(cycles / ownCycles)} in cycles and {NumberText.Ratio(energy / ownEnergy)} in energy against the dense network")
        : null;

    private static Dictionary<int, LayerCost> Costs(NetworkResult? result) => result is null ? [] : result.Layers.Where(l => l.Answer.Cost is not null)
        .SelectMany(l => l.Nodes.Select(n => (Node: n, Cost: l.Answer.Cost!))).ToDictionary(p => p.Node, p => p.Cost);

    private static ResultSparseOperator Operator(CompressedLayer layer, LayerCost? cost, LayerCost? dense) => new()
    {
        Name = layer.Node.Name,
        Count = layer.Node.Repeat,
        DenseShape = LayerText.Describe(layer.Node.Layer!),
        Shape = LayerText.Describe(layer.Layer),
        Weights = layer.Weights,
        Kept = layer.Kept,
        Stored = layer.Stored,
        IndexBits = layer.IndexBits,
        DenseLatencyCycles = dense?.LatencyCycles,
        LatencyCycles = cost?.LatencyCycles,
        DenseEnergyNanojoules = dense?.TotalNanojoules,
        EnergyNanojoules = cost?.TotalNanojoules,
        Remark = layer.Remark,
    };
}
