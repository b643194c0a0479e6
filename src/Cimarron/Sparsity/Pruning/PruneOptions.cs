using System.Collections.Immutable;
using Cimarron.Workloads;

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

    /// <summary>Returns if every operator to skip is one of the network.</summary>
    /// <exception cref="DiagnosticException">Names those that are not.</exception>
    internal void CheckSkips(Network network)
    {
        var names = network.MatrixNodes.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = Skips.Where(s => !names.Contains(s)).ToArray();
        if (unknown.Length > 0)
        {
            throw new DiagnosticException([.. unknown.Select(u => Diagnostic.Error("CIM0909", $"the model has no matrix operator '{u}'", network.Source, hint: Suggestion.For(u, names)))]);
        }
    }
}
