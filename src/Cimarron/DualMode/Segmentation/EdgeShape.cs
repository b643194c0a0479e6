using System.Runtime.InteropServices;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>All that the allocations of a segment depend on, as numbers: segments of equal shape share them.</summary>
internal sealed class EdgeShape : IEquatable<EdgeShape>
{
    private const int NumbersOfPiece = 11;

    private readonly long[] _numbers;
    private readonly int _hash;

    public EdgeShape(Edge edge, DualNetwork network)
    {
        var uses = edge.Links.Traffic.Uses;
        var count = 1 + (NumbersOfPiece * edge.Pieces.Length);
        foreach (var use in uses.AsSpan())
        {
            count += 3 + use.Pieces.Length;
        }

        _numbers = new long[count];
        _numbers[0] = edge.Pieces.Length;
        var next = 1;
        foreach (var piece in edge.Pieces.AsSpan())
        {
            Describe(piece, _numbers.AsSpan(next, NumbersOfPiece));
            next += NumbersOfPiece;
        }

        foreach (var use in uses.AsSpan())
        {
            (_numbers[next], _numbers[next + 1], _numbers[next + 2]) = (use.KeepArrays, network.Tensors[use.Tensor].StationaryOf < 0 ? 0 : 1, use.Pieces.Length);
            next += 3;
            for (var i = 0; i < use.Pieces.Length; i++)
            {
                _numbers[next++] = use.Pieces[i];
            }
        }

        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(_numbers.AsSpan()));
        _hash = hash.ToHashCode();
    }

    public bool Equals(EdgeShape? other) => other is not null && _numbers.AsSpan().SequenceEqual(other._numbers);

    public override bool Equals(object? obj) => Equals(obj as EdgeShape);

    public override int GetHashCode() => _hash;

    private static void Describe(Piece piece, Span<long> numbers)
    {
        var op = piece.Operator;
        (numbers[0], numbers[1], numbers[2], numbers[3]) = (op.Rows, op.TotalColumns, op.Stationary < 0 ? 0 : 1, piece.Tiles.Count);
        (numbers[4], numbers[5], numbers[6], numbers[7]) = (piece.Features.Count, piece.WeightElements, piece.IndexBits, piece.StreamedElements);
        (numbers[8], numbers[9]) = (piece.IsFinished ? 1 : 0, piece.HasEarlierRows ? 1 : 0);
        foreach (var vector in op.Vectors.AsSpan())
        {
            numbers[10] = Math.Max(numbers[10], vector.Elements);
        }
    }
}
