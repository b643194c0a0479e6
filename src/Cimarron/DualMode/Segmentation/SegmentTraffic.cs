using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Segmentation;

/// <summary>The tensors that a segment's pieces read and produce.</summary>
/// <param name="Uses">Tensors that move, ascending.</param>
/// <param name="Stationary">For each piece, the tensor that is its stationary operand; −1 for weights.</param>
public sealed record SegmentTraffic(ImmutableArray<TensorUse> Uses, ImmutableArray<int> Stationary)
{
    /// <summary>The number of a tensor's use, −1 if there is none.</summary>
    internal int IndexOf(int tensor)
    {
        for (var i = 0; i < Uses.Length; i++)
        {
            if (Uses[i].Tensor == tensor)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The traffic of some pieces that run at once.</summary>
    internal static SegmentTraffic Of(DualNetwork network, TensorSizes sizes, ImmutableArray<Piece> pieces, Func<int, bool> isOlder, Func<int, bool> isUsedLater)
    {
        var uses = new SortedDictionary<int, TensorUse>();
        TensorUse Use(int tensor) => uses.TryGetValue(tensor, out var use) ? use : new TensorUse
        {
            Tensor = tensor,
            Pieces = [],
            Needed = 0,
            FirstNeeded = 0,
            Produced = 0,
            FirstProduced = 0,
            IsOlder = isOlder(tensor),
            IsUsedLater = isUsedLater(tensor),
            KeepArrays = sizes[tensor],
            IsDelivered = isUsedLater(tensor) || network.Tensors[tensor].Role == TensorRole.Output,
        };

        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i];
            var op = piece.Operator;
            foreach (var tensor in op.Input >= 0 ? op.SideInputs.Insert(0, op.Input) : op.SideInputs)
            {
                var use = Use(tensor);
                var needed = Needed(network.Tensors[tensor], piece, tensor == op.Input);
                uses[tensor] = use with { Needed = Math.Max(use.Needed, needed.Count), FirstNeeded = use.Needed >= needed.Count ? use.FirstNeeded : needed.First, Pieces = With(use.Pieces, i) };
            }

            foreach (var tensor in op.Results)
            {
                var (use, part) = (Use(tensor), Produced(network.Tensors[tensor], piece));
                var first = use.Produced == 0 ? part.First : Math.Min(use.FirstProduced, part.First);
                uses[tensor] = use with { Produced = use.Produced + part.Count, FirstProduced = first, Pieces = With(use.Pieces, i) };
            }
        }

        return new SegmentTraffic([.. uses.Values], [.. pieces.Select(p => p.Operator.Stationary)]);
    }

    private static ImmutableArray<int> With(ImmutableArray<int> pieces, int piece) => pieces.Contains(piece) ? pieces : pieces.Add(piece);

    /// <summary>A part of a featurewise operator needs only the same features of what is added to it.</summary>
    private static Part Needed(DualTensor tensor, Piece piece, bool isMoving) =>
        !isMoving && piece.Operator.IsMatrix && tensor.Features == piece.Operator.TotalColumns ? piece.Features : new Part(0, tensor.Features);

    /// <summary>The features of a result that a piece finishes.</summary>
    internal static Part Produced(DualTensor tensor, Piece piece) =>
        !piece.Operator.IsMatrix ? new Part(0, tensor.Features)
        : new Part(piece.Operator.FirstFeature + piece.Features.First, piece.IsFinished ? piece.Features.Count : 0);
}
