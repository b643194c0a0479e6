namespace Cimarron.DualMode.Lowering;

/// <summary>Alike pieces one after another, each a segment of its own when there are several.</summary>
/// <param name="Piece">The first of them.</param>
/// <param name="Count">How many, ≥ 1; the next ones hold the next tiles and features.</param>
public sealed record PieceRun(Piece Piece, int Count)
{
    /// <summary>One of the pieces.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    public Piece this[int index] => index == 0 ? Piece : Piece with
    {
        Tiles = Piece.Tiles with { First = Piece.Tiles.First + (index * Piece.Tiles.Count) },
        Features = Piece.IsFinished || !Piece.HasEarlierRows ? Piece.Features with { First = Piece.Features.First + (index * Piece.Features.Count) } : Piece.Features,
    };
}
