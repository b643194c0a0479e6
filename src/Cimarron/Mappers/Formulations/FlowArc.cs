using Cimarron.Mappers.Recursion;

namespace Cimarron.Mappers.Formulations;

/// <summary>What an arc of the lattice stands for.</summary>
internal enum ArcKind
{
    /// <summary>A loop: it multiplies one dimension of the inner tile.</summary>
    Loop,

    /// <summary>A run of anchors of one operand; the tile stays.</summary>
    Anchor,

    /// <summary>The end of the nest at the whole layer.</summary>
    End,
}

/// <summary>
/// An arc a of the lattice of inner tiles, with the columns Y_λ(a) of each operand. Its node is a tile, before (0) or after (1) the anchors there.
/// </summary>
internal sealed class FlowArc
{
    public required ArcKind Kind { get; init; }

    /// <summary>Tile v the arc leaves.</summary>
    public required int Tile { get; init; }

    /// <summary>Whether it leaves behind the anchors of the tile.</summary>
    public required bool IsAnchored { get; init; }

    /// <summary>Tile v′ it enters; of the end, the whole layer.</summary>
    public required int Next { get; init; }

    /// <summary>Dimension of the loop, −1 for none.</summary>
    public int Dim { get; init; } = -1;

    /// <summary>F_a, 1 for anchors and ends.</summary>
    public int Factor { get; init; } = 1;

    /// <summary>ω_a, how often the arc's loop is entered.</summary>
    public required double Runs { get; init; }

    /// <summary>Y_λ(a) per operand. On an anchor arc each operand has its runs of anchors and a column that keeps each status.</summary>
    public required List<Column>[] Columns { get; init; }

    /// <summary>The node it leaves: 2·tile, plus 1 behind anchors.</summary>
    public int From => (Tile * 2) + (IsAnchored ? 1 : 0);

    /// <summary>The node it enters, −1 for the end.</summary>
    public int To => Kind switch { ArcKind.Loop => Next * 2, ArcKind.Anchor => (Next * 2) + 1, _ => -1 };
}
