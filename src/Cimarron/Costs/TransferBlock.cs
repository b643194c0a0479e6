namespace Cimarron.Costs;

/// <summary>One link of an operand's chain: the block of loops at a level, and the transfers it makes to the next level.</summary>
internal struct TransferBlock
{
    /// <summary>Level of the block.</summary>
    public int Level;

    /// <summary>Next used level, −1 for the MAC.</summary>
    public int Next;

    /// <summary>First loop of the block.</summary>
    public int Start;

    /// <summary>Last, innermost loop of the block.</summary>
    public int End;

    /// <summary>Loop that makes the transfers; −1 for weights that rest in the macro (rule 7).</summary>
    public int Fire;

    /// <summary>Whether <see cref="Next"/> is double buffered.</summary>
    public bool Double;

    /// <summary>Cycles of one transfer (rule 8).</summary>
    public long Cycles;

    /// <summary>Elements of one transfer.</summary>
    public long Tile;

    /// <summary>Elements resident at <see cref="Level"/> in one instance (rule 5).</summary>
    public long Resident;

    /// <summary>Used instances of <see cref="Level"/> as the operand sees it: the product of spatial sizes fed from outside it.</summary>
    public double Instances;
}
