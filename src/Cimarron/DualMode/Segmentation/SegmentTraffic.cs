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
        var read = new Dictionary<int, PartSet>();
        TensorUse Use(int tensor) => uses.TryGetValue(tensor, out var use) ? use : new TensorUse
        {
            Tensor = tensor,
            Pieces = [],
            IsRead = false,
            Missing = [],
            Produced = 0,
            FirstProduced = 0,
            IsOlder = isOlder(tensor),
            KeepArrays = sizes[tensor],
            IsDelivered = isUsedLater(tensor) || network.Tensors[tensor].Role == TensorRole.Output,
        };

        for (var i = 0; i < pieces.Length; i++)
        {
            foreach (var (tensor, needed) in Reads(network, pieces[i]))
            {
                uses[tensor] = Use(tensor) with { IsRead = true, Pieces = With(Use(tensor).Pieces, i) };
                read[tensor] = read.GetValueOrDefault(tensor).With(needed);
            }

            foreach (var tensor in pieces[i].Operator.Results)
            {
                var (use, part) = (Use(tensor), Produced(network.Tensors[tensor], pieces[i]));
                var first = use.Produced == 0 ? part.First : Math.Min(use.FirstProduced, part.First);
                uses[tensor] = use with { Produced = use.Produced + part.Count, FirstProduced = first, Pieces = With(use.Pieces, i) };
            }
        }

        var complete = uses.Values.Select(u => u with { Missing = read.GetValueOrDefault(u.Tensor).Without(new Part(u.FirstProduced, u.Produced)).Ranges });
        return new SegmentTraffic([.. complete], [.. pieces.Select(p => p.Operator.Stationary)]);
    }

    /// <summary>The features that a piece reads: all of what moves; of what is added, only its own features if it is featurewise, and nothing before sums are finished.</summary>
    private static IEnumerable<(int Tensor, Part Needed)> Reads(DualNetwork network, Piece piece)
    {
        var op = piece.Operator;
        if (op.Input >= 0)
        {
            yield return (op.Input, new Part(0, network.Tensors[op.Input].Features));
        }

        foreach (var tensor in piece.IsFinished ? op.SideInputs : [])
        {
            var features = network.Tensors[tensor].Features;
            yield return (tensor, op.IsMatrix && features == op.TotalColumns ? piece.Features : new Part(0, features));
        }
    }

    private static ImmutableArray<int> With(ImmutableArray<int> pieces, int piece) => pieces.Contains(piece) ? pieces : pieces.Add(piece);

    /// <summary>The features of a result that a piece finishes.</summary>
    internal static Part Produced(DualTensor tensor, Piece piece) =>
        !piece.Operator.IsMatrix ? new Part(0, tensor.Features)
        : new Part(piece.Operator.FirstFeature + piece.Features.First, piece.IsFinished ? piece.Features.Count : 0);
}
