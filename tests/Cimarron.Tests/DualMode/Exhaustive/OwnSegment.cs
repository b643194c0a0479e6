using System.Numerics;
using Cimarron.DualMode.Lowering;

namespace Cimarron.Tests.DualMode.Exhaustive;

/// <summary>A segment and the features of tensors that it reads and produces, as masks.</summary>
internal sealed record OwnSegment(Place Place, int Index, OwnPiece[] Pieces, Place Next)
{
    /// <summary>What must be on chip: all of a moving operand, of what is added feature by feature the piece's own features, and nothing of it before the sums are finished.</summary>
    public ulong Read(DualTensor tensor)
    {
        var mask = 0UL;
        foreach (var piece in Pieces)
        {
            var op = piece.Operator;
            if (op.Input == tensor.Index)
            {
                mask |= OwnPiece.Mask(tensor.Features);
            }
            else if (piece.IsFinished && op.SideInputs.Contains(tensor.Index))
            {
                mask |= op.IsMatrix && tensor.Features == op.Columns ? piece.Features : OwnPiece.Mask(tensor.Features);
            }
        }

        return mask;
    }

    /// <summary>Features that are finished here.</summary>
    public ulong Produced(DualTensor tensor) => Pieces.Where(p => p.Operator.Results.Contains(tensor.Index))
        .Aggregate(0UL, (mask, p) => mask | (!p.Operator.IsMatrix ? OwnPiece.Mask(tensor.Features) : p.IsFinished ? p.Features << p.Operator.FirstFeature : 0));

    /// <summary>Whether a piece streams a tensor in or out; unfinished features stream as partial sums.</summary>
    public bool Touches(DualTensor tensor) => Read(tensor) != 0 || Pieces.Any(p => p.Operator.Results.Contains(tensor.Index));

    /// <summary>The lengths of the ranges of features in a mask.</summary>
    public static IEnumerable<int> Ranges(ulong mask)
    {
        for (var length = 0; mask != 0; mask >>= length)
        {
            mask >>= BitOperations.TrailingZeroCount(mask);
            length = BitOperations.TrailingZeroCount(~mask);
            yield return length;
        }
    }

    /// <summary>Memory arrays that serve a piece: those of the tensors it reads and delivers; what is added is not read before the sums are finished.</summary>
    public static int Served(OwnPiece piece, IReadOnlyList<int> arrays)
    {
        var (op, sum) = (piece.Operator, 0);
        for (var t = 0; t < arrays.Count; t++)
        {
            sum += op.Input == t || (piece.IsFinished && op.SideInputs.Contains(t)) || op.Results.Contains(t) ? arrays[t] : 0;
        }

        return sum;
    }
}
