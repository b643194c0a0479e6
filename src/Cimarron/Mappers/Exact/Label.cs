namespace Cimarron.Mappers.Exact;

/// <summary>
/// A partial mapping from the inside out: an inner nest, reduced to what the loops outside can notice. Its timing is a max-plus matrix in
/// the pool's slab.
/// </summary>
internal struct Label
{
    /// <summary>The label this one wraps, −1 for a root.</summary>
    public int Parent;

    /// <summary>The next label of the same bucket, −1 at the end.</summary>
    public int Next;

    public int Tile;

    /// <summary>State ids of input, weight and output.</summary>
    public short Input;

    public short Weight;

    public short Output;

    /// <summary>Dimension of the loop added, −1 for a root.</summary>
    public sbyte Dim;

    /// <summary>Whether the loop added fires nothing and opens nothing, so that it commutes with such neighbours.</summary>
    public bool Quiet;

    public bool Dead;

    /// <summary>Per operand (bit) whether the loop opened a block of it.</summary>
    public byte Opened;

    /// <summary>Per operand (bit) whether the level it closed is double buffered.</summary>
    public byte ClosedDouble;

    /// <summary>Size of the loop added.</summary>
    public int Factor;

    /// <summary>The anchors between the parent's nest and the loop added.</summary>
    public AnchorStep[]? Plan;

    /// <summary>Offset and timers of the matrix in the slab.</summary>
    public int Matrix;

    public int Timers;

    /// <summary>Bits taken in the shared on-chip levels by closed blocks.</summary>
    public long Shared;

    /// <summary>Energy so far without leakage, nJ.</summary>
    public double Energy;

    /// <summary>Proven lower bound on the objective of every completion.</summary>
    public double Bound;
}
