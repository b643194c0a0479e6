using System.Collections.Immutable;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Networks;

/// <summary>What a network costs, layer after layer.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Layers">Its matrix operators, in order.</param>
/// <param name="VectorElements">Elements of vector operators, which go through post-processing.</param>
public sealed record SparseNetworkCost(SparseChip Chip, ImmutableArray<SparseLayerResult> Layers, long VectorElements)
{
    /// <summary>Cycles of all layers.</summary>
    public long Cycles { get; } = Sum(Layers, c => c.Cycles);

    /// <summary>Events and bits of all layers and vector operators.</summary>
    public SparseCounts Counts { get; } = new(
        Layers.SelectMany(l => SparseCounts.Units.Select(u => (u, checked(l.Cost.Counts[u] * l.Layer.Times)))).Append((SparseUnit.PostProcessing, VectorElements)));

    /// <summary>Energy by component.</summary>
    public SparseEnergy Energy => new(Counts, Cycles, Chip);

    /// <summary>Share of the cells of all steps that hold a weight that is kept, 0 … 1.</summary>
    public double Utilisation => Sum(c => c.CapacityWeights) is var capacity and > 0 ? (double)Sum(c => c.KeptWeights) / capacity : 0;

    /// <summary>Share of the weights of all layers that is removed, 0 … 1.</summary>
    public double Ratio => 1 - ((double)Sum(c => c.KeptWeights) / Math.Max(1, Layers.Sum(l => l.Layer.Shape.Weights * l.Layer.Times)));

    /// <summary>Seconds of one pass.</summary>
    public double Seconds => Cycles / (Chip.ClockMegahertz * 1e6);

    /// <summary>A number of every layer's cost, over all executions.</summary>
    public long Sum(Func<SparseLayerCost, long> figure) => Sum(Layers, figure);

    private static long Sum(ImmutableArray<SparseLayerResult> layers, Func<SparseLayerCost, long> figure) => layers.Aggregate(0L, (sum, l) => checked(sum + (figure(l.Cost) * l.Layer.Times)));
}
