using System.Collections.Immutable;
using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;
using Cimarron.Sparsity.Pruning;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Sparse;

/// <summary>One model on one chip with several patterns.</summary>
public sealed record SparseQuestion
{
    /// <summary>The model.</summary>
    public required Network Network { get; init; }

    /// <summary>Its weights; null when it has none, and masks are random.</summary>
    public ValueGraph? Graph { get; init; }

    /// <summary>The chip.</summary>
    public required SparseChip Chip { get; init; }

    /// <summary>How weights are laid out.</summary>
    public SparseMapping Mapping { get; init; } = new();

    /// <summary>The patterns, with their ratios.</summary>
    public required ImmutableArray<FlexBlock> Patterns { get; init; }

    /// <summary>How models with weights are pruned, and which layers stay dense.</summary>
    public PruneOptions Pruning { get; init; } = new();

    /// <summary>Whether masks are the zeros of the model instead of chosen.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Seed of random masks.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where masks come from.</summary>
    public MaskChoice Masks => new(Graph, Pruning, IsMasked, Seed);

    /// <summary>Labelled samples for accuracy and input sparsity; only for models with weights.</summary>
    public SampleSet? Samples { get; init; }

    /// <summary>A profile measured elsewhere; it takes the place of one measured on <see cref="Samples"/>.</summary>
    public InputProfile? Profile { get; init; }
}
