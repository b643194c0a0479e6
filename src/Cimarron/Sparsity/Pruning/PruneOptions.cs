using System.Collections.Immutable;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Choices when a model is pruned.</summary>
public sealed record PruneOptions
{
    /// <summary>What removing weights loses.</summary>
    public PruneCriterion Criterion { get; init; } = PruneCriterion.L1;

    /// <summary>Over what the ratio is kept.</summary>
    public PruneScope Scope { get; init; } = PruneScope.Layer;

    /// <summary>Whether grouped and depthwise convolutions are pruned too; they have few weights each and lose accuracy first.</summary>
    public bool PrunesGroups { get; init; }

    /// <summary>Names of operators that stay dense.</summary>
    public ImmutableArray<string> Skips { get; init; } = [];
}
