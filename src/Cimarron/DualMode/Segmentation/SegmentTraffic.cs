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
        var drafts = new List<Draft>();
        for (var i = 0; i < pieces.Length; i++)
        {
            AddReads(network, pieces[i], i, drafts);
            var results = pieces[i].Operator.Results;
            for (var r = 0; r < results.Length; r++)
            {
                var tensor = results[r];
                Draft.In(drafts, tensor, i).Produce(Produced(network.Tensors[tensor], pieces[i]));
            }
        }

        drafts.Sort((a, b) => a.Tensor.CompareTo(b.Tensor));
        var uses = ImmutableArray.CreateBuilder<TensorUse>(drafts.Count);
        foreach (var draft in drafts)
        {
            var isDelivered = isUsedLater(draft.Tensor) || network.Tensors[draft.Tensor].Role == TensorRole.Output;
            uses.Add(draft.Complete(isOlder(draft.Tensor), sizes[draft.Tensor], isDelivered));
        }

        var stationary = ImmutableArray.CreateBuilder<int>(pieces.Length);
        foreach (var piece in pieces.AsSpan())
        {
            stationary.Add(piece.Operator.Stationary);
        }

        return new SegmentTraffic(uses.MoveToImmutable(), stationary.MoveToImmutable());
    }

    /// <summary>The features that a piece reads: all of what moves; of what is added, only its own features if it is featurewise, and nothing before sums are finished.</summary>
    private static void AddReads(DualNetwork network, Piece piece, int index, List<Draft> drafts)
    {
        var op = piece.Operator;
        if (op.Input >= 0)
        {
            Draft.In(drafts, op.Input, index).Read(new Part(0, network.Tensors[op.Input].Features));
        }

        if (!piece.IsFinished)
        {
            return;
        }

        for (var i = 0; i < op.SideInputs.Length; i++)
        {
            var tensor = op.SideInputs[i];
            var features = network.Tensors[tensor].Features;
            Draft.In(drafts, tensor, index).Read(op.IsMatrix && features == op.TotalColumns ? piece.Features : new Part(0, features));
        }
    }

    /// <summary>The features of a result that a piece finishes.</summary>
    internal static Part Produced(DualTensor tensor, Piece piece) =>
        !piece.Operator.IsMatrix ? new Part(0, tensor.Features)
        : new Part(piece.Operator.FirstFeature + piece.Features.First, piece.IsFinished ? piece.Features.Count : 0);

    /// <summary>A use while pieces are added to it.</summary>
    private sealed class Draft(int tensor)
    {
        private readonly List<int> _pieces = [];
        private PartSet _read;
        private bool _isRead;
        private int _produced;
        private int _firstProduced;

        public int Tensor => tensor;

        /// <summary>The draft of a tensor, made when there is none yet, with one more piece.</summary>
        public static Draft In(List<Draft> drafts, int tensor, int piece)
        {
            Draft? draft = null;
            for (var i = 0; i < drafts.Count && draft is null; i++)
            {
                draft = drafts[i].Tensor == tensor ? drafts[i] : null;
            }

            if (draft is null)
            {
                drafts.Add(draft = new Draft(tensor));
            }

            if (draft._pieces.Count == 0 || draft._pieces[^1] != piece)
            {
                draft._pieces.Add(piece);
            }

            return draft;
        }

        public void Read(Part needed) => (_isRead, _read) = (true, _read.With(needed));

        public void Produce(Part part)
        {
            _firstProduced = _produced == 0 ? part.First : Math.Min(_firstProduced, part.First);
            _produced += part.Count;
        }

        public TensorUse Complete(bool isOlder, int keepArrays, bool isDelivered) => new()
        {
            Tensor = tensor,
            Pieces = [.. _pieces],
            IsRead = _isRead,
            Missing = _read.Without(new Part(_firstProduced, _produced)).Ranges,
            Produced = _produced,
            FirstProduced = _firstProduced,
            IsOlder = isOlder,
            KeepArrays = keepArrays,
            IsDelivered = isDelivered,
        };
    }
}
