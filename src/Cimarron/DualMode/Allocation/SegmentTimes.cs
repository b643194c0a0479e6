using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Allocation;

/// <summary>The times of a segment's pieces for every number of copies and of memory arrays: what all allocations of the segment have in common.</summary>
internal sealed class SegmentTimes
{
    private readonly double[][] _compute;
    private readonly double[][] _stream;
    private readonly double[] _vector;
    private readonly int[] _reach;

    /// <summary>The times.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="tables">Their times.</param>
    /// <param name="reach">For each piece, the most memory arrays that can serve it.</param>
    public SegmentTimes(ImmutableArray<Piece> pieces, TimeTables tables, int[] reach)
    {
        var operators = 0;
        foreach (var piece in pieces.AsSpan())
        {
            operators += piece.Operator.IsMatrix ? 1 : 0;
        }

        _reach = reach;
        (_compute, _stream, _vector) = (new double[pieces.Length][], new double[pieces.Length][], new double[pieces.Length]);
        for (var i = 0; i < pieces.Length; i++)
        {
            var times = tables.Of(pieces[i]);
            (_compute[i], _stream[i], _vector[i]) = (times.Compute, times.Stream(operators), times.Vector);
            Floor = Math.Max(Floor, _vector[i]);
            Floor = times.Compute.Length == 0 ? Floor : Math.Max(Floor, Math.Max(_compute[i][^1], _stream[i][reach[i]]));
        }
    }

    /// <summary>What the segment takes at least, if every piece could have all arrays.</summary>
    public double Floor { get; }

    /// <summary>Lists of times that can decide the time of the segment: two for each piece.</summary>
    public int Lists => 2 * _compute.Length;

    public bool IsMatrix(int piece) => _compute[piece].Length > 0;

    /// <summary>The time of a piece's vector operators.</summary>
    public double Vector(int piece) => _vector[piece];

    /// <summary>The time of a piece's tiles with so many copies.</summary>
    public double Compute(int piece, int copies) => _compute[piece][copies - 1];

    /// <summary>The time of a piece's stream with so many memory arrays; more than can serve it do not help.</summary>
    public double Stream(int piece, int arrays) => _stream[piece][Math.Min(arrays, _reach[piece])];

    /// <summary>The fewest copies of a piece with which its tiles take no longer; 0 if there are none.</summary>
    public int Copies(int piece, double time) => FirstWithin(_compute[piece], _compute[piece].Length, time) + 1;

    /// <summary>The fewest memory arrays of a piece with which its stream takes no longer; −1 if there are none.</summary>
    public int Arrays(int piece, double time) => FirstWithin(_stream[piece], _reach[piece] + 1, time);

    /// <summary>One of the lists, falling; its entries beyond <see cref="Length"/> do not count.</summary>
    public double[] List(int index) => (index & 1) == 0 ? _compute[index / 2] : _stream[index / 2];

    /// <summary>How many entries of a list count.</summary>
    public int Length(int index) => (index & 1) == 0 ? _compute[index / 2].Length : IsMatrix(index / 2) ? _reach[index / 2] + 1 : 0;

    /// <summary>The least time above another one that the segment can take; infinite if there is none.</summary>
    public double Next(double time)
    {
        var next = double.PositiveInfinity;
        for (var i = 0; i < Lists; i++)
        {
            var (list, length) = (List(i), Length(i));
            var within = FirstWithin(list, length, time);
            var before = (within < 0 ? length : within) - 1;
            next = before >= 0 ? Math.Min(next, list[before]) : next;
        }

        return next;
    }

    /// <summary>The first entry of a falling list that is at most the limit; −1 if there is none.</summary>
    private static int FirstWithin(double[] falling, int length, double limit)
    {
        var (low, high) = (0, length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (falling[middle] <= limit)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < length ? low : -1;
    }
}
