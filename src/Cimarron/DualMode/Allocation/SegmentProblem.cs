using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Allocation;

/// <summary>The arrays of one segment: how many copies each operator gets, and how many memory arrays each tensor.</summary>
public sealed record SegmentProblem
{
    /// <summary>The pieces that run at once.</summary>
    public required ImmutableArray<Piece> Pieces { get; init; }

    /// <summary>Most copies of each piece: 1 for a stationary operand that is used in place.</summary>
    public required ImmutableArray<int> MostCopies { get; init; }

    /// <summary>Whether each piece's weights must be loaded.</summary>
    public required ImmutableArray<bool> IsLoaded { get; init; }

    /// <summary>What memory arrays can be given to.</summary>
    public required ImmutableArray<TensorArrays> Memory { get; init; }

    /// <summary>Arrays there are for all of this.</summary>
    public required int Arrays { get; init; }

    /// <summary>Matrix operators in the segment.</summary>
    public int Operators => Pieces.Count(p => p.Operator.IsMatrix);
}
