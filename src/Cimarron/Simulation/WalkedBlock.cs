using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>A run of loops with one level for one operand, and the transfer it fires.</summary>
internal sealed record WalkedBlock
{
    /// <summary>The operand.</summary>
    public required Operand Operand { get; init; }

    /// <summary>The block's level: the source of the transfer.</summary>
    public required int Level { get; init; }

    /// <summary>The next used level; null when the block feeds the MAC.</summary>
    public required int? Next { get; init; }

    /// <summary>The operand's innermost level on the chip.</summary>
    public required int Tip { get; init; }

    /// <summary>First loop of the block.</summary>
    public required int Start { get; init; }

    /// <summary>First loop after the block.</summary>
    public required int End { get; init; }

    /// <summary>The loop whose iterations fire the transfer; null for weights in the macro.</summary>
    public required int? FiringLoop { get; init; }

    /// <summary>Cycles of one transfer (rule 8).</summary>
    public required long Cycles { get; init; }

    /// <summary>tile(L, X) of rule 5 at the source.</summary>
    public required long Tile { get; init; }

    /// <summary>resident(L, X) of rule 5 at the source.</summary>
    public required long Resident { get; init; }
}
