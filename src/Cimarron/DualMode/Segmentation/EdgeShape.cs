using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>All that the allocations of a segment depend on, as numbers: segments of equal shape share them.</summary>
internal sealed class EdgeShape : IEquatable<EdgeShape>
{
    private readonly long[] _numbers;
    private readonly int _hash;

    public EdgeShape(Edge edge, DualNetwork network)
    {
        var numbers = new List<long> { edge.Pieces.Length };
        foreach (var piece in edge.Pieces)
        {
            var op = piece.Operator;
            numbers.AddRange([op.Rows, op.TotalColumns, op.Stationary < 0 ? 0 : 1, piece.Tiles.Count, piece.Features.Count, piece.WeightElements, piece.IndexBits, piece.StreamedElements]);
            numbers.AddRange([piece.IsFinished ? 1 : 0, piece.HasEarlierRows ? 1 : 0, op.Vectors.Length == 0 ? 0 : op.Vectors.Max(v => v.Elements)]);
        }

        foreach (var use in edge.Traffic.Uses)
        {
            numbers.AddRange([use.KeepArrays, network.Tensors[use.Tensor].StationaryOf < 0 ? 0 : 1, use.Pieces.Length]);
            foreach (var piece in use.Pieces)
            {
                numbers.Add(piece);
            }
        }

        _numbers = [.. numbers];
        var hash = default(HashCode);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_numbers.AsSpan()));
        _hash = hash.ToHashCode();
    }

    public bool Equals(EdgeShape? other) => other is not null && _numbers.AsSpan().SequenceEqual(other._numbers);

    public override bool Equals(object? obj) => Equals(obj as EdgeShape);

    public override int GetHashCode() => _hash;
}
