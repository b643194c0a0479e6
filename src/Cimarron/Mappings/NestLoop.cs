using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>A loop of the nest with its reuse anchors spelled out (timing rule 3).</summary>
/// <param name="Loop">Dimension, size and levels; an anchor has size 1 and its dimension means nothing.</param>
/// <param name="Anchor">The operand whose transfer the anchor holds; null for a loop of the mapping.</param>
/// <param name="Given">Index in <see cref="Mapping.Temporal"/> of the loop, or of the loop the anchor precedes.</param>
/// <param name="Iterations">Iterations of this loop over the whole run: the product of the sizes down to and including it.</param>
public readonly record struct NestLoop(TemporalLoop Loop, Operand? Anchor, int Given, long Iterations)
{
    /// <summary>Whether each iteration works on another tile of <paramref name="operand"/>.</summary>
    public bool ChangesTile(Operand operand) =>
        Anchor is null ? Loop.Size > 1 && Operands.IsRelevant(operand, Loop.Dim) : Anchor == operand;
}
