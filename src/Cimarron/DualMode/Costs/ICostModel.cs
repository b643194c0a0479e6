using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Costs;

/// <summary>Times of a segment's parts, in cycles.</summary>
public interface ICostModel
{
    /// <summary>Whether tensors stay in arrays between segments and pay for leaving them.</summary>
    bool KeepsTensors { get; }

    /// <summary>Time of the tiles with so many copies, ≥ 1; falls with them.</summary>
    double ComputeTime(Piece piece, int copies);

    /// <summary>Time of the stream with so many arrays in memory mode, ≥ 0; falls with them.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="arrays">Memory arrays that serve it.</param>
    /// <param name="operators">Matrix operators in the segment.</param>
    double StreamTime(Piece piece, int arrays, int operators);

    /// <summary>Time of the vector operators of a piece.</summary>
    double VectorTime(Piece piece);

    /// <summary>Time to load the weights of a segment.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="copies">Copies of each; 0 for what need not be loaded.</param>
    double ReloadTime(ReadOnlySpan<Piece> pieces, ReadOnlySpan<int> copies);

    /// <summary>Time of bytes on the external bus.</summary>
    double ExternalTime(long bytes);
}
