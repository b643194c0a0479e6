using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>A loop while the nest is being spelled out; levels change as anchors are inserted.</summary>
internal sealed class WalkedLoop
{
    /// <summary>The dimension; null for an anchor.</summary>
    public Dim? Dim { get; init; }

    /// <summary>Iterations per entry.</summary>
    public int Size { get; init; } = 1;

    /// <summary>The operand the anchor belongs to; null for a loop of the mapping.</summary>
    public Operand? AnchorOf { get; init; }

    /// <summary>at(l, X) of rule 1, indexed by operand.</summary>
    public required int[] Level { get; init; }

    /// <summary>Whether the loop indexes X and has more than one iteration.</summary>
    public bool IsRelevantTo(Operand operand) => Dim is { } dim && Size > 1 && Operands.IsRelevant(operand, dim);

    /// <summary>Whether X's tile is another one at each event of the loop: a relevant loop, or an anchor of X itself (rule 3).</summary>
    public bool ChangesTileOf(Operand operand) => AnchorOf == operand || IsRelevantTo(operand);
}
