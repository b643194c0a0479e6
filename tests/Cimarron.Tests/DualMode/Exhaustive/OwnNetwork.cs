using Cimarron.DualMode;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.Tests.DualMode.Exhaustive;

/// <summary>A place between segments: before an operator, or with some pieces of it done.</summary>
internal readonly record struct Place(int Operator, int Way, int Piece)
{
    public bool IsUnderWay => Piece > 0;
}

/// <summary>What both exhaustive searches know of a network: segments, and when tensors exist.</summary>
internal sealed class OwnNetwork
{
    private readonly int[] _producer;
    private readonly int[] _lastReader;
    private readonly int[] _readers;
    private readonly Dictionary<Place, List<(OwnPiece[] Pieces, Place Next)>> _segments = [];
    private readonly List<OwnPiece[]>[] _ways;

    public OwnNetwork(DualNetwork network, DualModeChip chip)
    {
        (Network, Chip) = (network, chip);
        network.Blocks.ShouldAllBe(b => b.Repeat == 1);
        _ways = [.. network.Operators.Select(o => OwnPiece.WaysToRun(o, chip))];
        _producer = [.. network.Tensors.Select(t => network.Operators.FirstOrDefault(o => o.Results.Contains(t.Index))?.Index ?? -1)];
        _lastReader = [.. network.Tensors.Select(t => network.Operators.LastOrDefault(o => Reads(o, t.Index))?.Index ?? -1)];
        _readers = [.. network.Tensors.Select(t => network.Operators.Sum(o => o.SideInputs.Append(o.Input).Append(o.Stationary).Count(r => r == t.Index)))];
    }

    public DualNetwork Network { get; }

    public DualModeChip Chip { get; }

    /// <summary>Whether a tensor, or a part of it, exists here and is read here or later.</summary>
    public bool IsLive(int tensor, Place place) =>
        _lastReader[tensor] >= place.Operator && (_producer[tensor] < place.Operator || (place.IsUnderWay && _producer[tensor] == place.Operator));

    /// <summary>Arrays that hold all of a tensor: bytes, or tiles of the operator whose stationary operand it is.</summary>
    public int Size(int tensor)
    {
        var t = Network.Tensors[tensor];
        return t.StationaryOf >= 0 ? TilesOf(t.StationaryOf) : (int)((t.Bytes + Chip.ArrayBytes - 1) / Chip.ArrayBytes);
    }

    /// <summary>Whether a stationary operand may wait in arrays as tiles: its only use, on the chip at once, in the block that produces it.</summary>
    public bool MayWaitInPlace(int tensor)
    {
        var t = Network.Tensors[tensor];
        return t.StationaryOf >= 0 && t.Role == TensorRole.Intermediate && _readers[tensor] == 1 && TilesOf(t.StationaryOf) <= Chip.Arrays && (Chip.WritesTransposed || !t.IsTransposed)
            && Network.Blocks.Any(b => b.First <= _producer[tensor] && t.StationaryOf < b.End);
    }

    /// <summary>All segments that begin at a place: whole operators, perhaps after the last piece of a divided one and before the first piece of another; any other piece alone.</summary>
    public List<(OwnPiece[] Pieces, Place Next)> Segments(Place place)
    {
        if (_segments.TryGetValue(place, out var found))
        {
            return found;
        }

        _segments[place] = found = [];
        var end = Network.Blocks.First(b => place.Operator < b.End).End;
        if (!place.IsUnderWay)
        {
            Extend([], place.Operator, end, found);
            return found;
        }

        var way = _ways[place.Operator][place.Way];
        if (place.Piece < way.Length - 1)
        {
            found.Add(([way[place.Piece]], place with { Piece = place.Piece + 1 }));
            return found;
        }

        found.Add(([way[^1]], new Place(place.Operator + 1, 0, 0)));
        Extend([way[^1]], place.Operator + 1, end, found);
        return found;
    }

    private static bool Reads(DualOperator op, int tensor) => op.Input == tensor || op.Stationary == tensor || op.SideInputs.Contains(tensor);

    private int TilesOf(int op) =>
        (Network.Operators[op].Reduction + Chip.Rows - 1) / Chip.Rows * ((Network.Operators[op].Columns + Chip.WeightColumns - 1) / Chip.WeightColumns);

    private void Extend(OwnPiece[] pieces, int next, int end, List<(OwnPiece[] Pieces, Place Next)> found)
    {
        var tiles = pieces.Sum(p => p.Tiles);
        if (next == end || tiles > Chip.Arrays || pieces.Any(p => p.Operator.Results.Contains(Network.Operators[next].Stationary)))
        {
            return;
        }

        for (var w = 0; w < _ways[next].Count; w++)
        {
            var way = _ways[next][w];
            OwnPiece[] longer = [.. pieces, way[0]];
            if (tiles + way[0].Tiles > Chip.Arrays)
            {
                continue;
            }

            found.Add((longer, way.Length == 1 ? new Place(next + 1, 0, 0) : new Place(next, w, 1)));
            if (way.Length == 1)
            {
                Extend(longer, next + 1, end, found);
            }
        }
    }
}
