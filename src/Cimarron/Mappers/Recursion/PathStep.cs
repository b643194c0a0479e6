namespace Cimarron.Mappers.Recursion;

/// <summary>One step of a mapping through the lattice, from the inside out.</summary>
/// <param name="Tile">The tile before.</param>
/// <param name="Next">The tile after; the same for a run of anchors and for the end.</param>
/// <param name="Dim">Dimension of the loop; −1 for a run of anchors, −2 for the end.</param>
/// <param name="Factor">Size of the loop, 1 otherwise.</param>
/// <param name="Columns">The column of each operand; on a run of anchors only one has a run.</param>
internal sealed record PathStep(int Tile, int Next, int Dim, int Factor, Column[] Columns)
{
    /// <summary><see cref="Dim"/> of a run of anchors.</summary>
    public const int Anchor = -1;

    /// <summary><see cref="Dim"/> of the end.</summary>
    public const int End = -2;
}
