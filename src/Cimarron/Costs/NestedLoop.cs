using System.Runtime.CompilerServices;

namespace Cimarron.Costs;

/// <summary>A loop of the analysed nest: one of the mapping's or an anchor.</summary>
internal struct NestedLoop
{
    /// <summary>The dimension; means nothing for an anchor, whose size is 1.</summary>
    public int Dim;

    /// <summary>Iterations.</summary>
    public int Size;

    /// <summary>The operands whose tile changes from one iteration to the next: bit i for operand i.</summary>
    public int Changes;

    /// <summary>Per operand the level the loop belongs to.</summary>
    public PerOperand Levels;

    /// <summary>Whether the loop changes the operand's tile: relevant with size > 1, or the operand's own anchor.</summary>
    public readonly bool ChangesTile(int operand) => ((Changes >> operand) & 1) != 0;

    /// <summary>Three levels in place.</summary>
    [InlineArray(Workloads.Operands.Count)]
    internal struct PerOperand
    {
        private int _first;
    }
}
