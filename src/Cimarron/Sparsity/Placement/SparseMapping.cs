using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Placement;

/// <summary>How the weights of a layer are laid onto macros.</summary>
public sealed record SparseMapping
{
    /// <summary>How weights are packed; null for what the pattern says.</summary>
    public Compression? Compression { get; init; }

    /// <summary>Whether remainders of column tiles are packed into common macros.</summary>
    public bool Rearranges { get; init; }

    /// <summary>What spare macros are for.</summary>
    public DuplicationStrategy Strategy { get; init; } = DuplicationStrategy.Both;
}
