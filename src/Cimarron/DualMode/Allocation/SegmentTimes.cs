using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Allocation;

/// <summary>The times of a segment's pieces for every number of copies and of memory arrays: what all allocations of the segment have in common.</summary>
internal sealed class SegmentTimes
{
    /// <summary>The times.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="model">The cost model.</param>
    /// <param name="arrays">Arrays of the chip.</param>
    /// <param name="reach">For each piece, the most memory arrays that can serve it.</param>
    public SegmentTimes(ImmutableArray<Piece> pieces, ICostModel model, int arrays, IReadOnlyList<int> reach)
    {
        var operators = pieces.Count(p => p.Operator.IsMatrix);
        Compute = [.. pieces.Select(p => p.Operator.IsMatrix ? Table(1, Math.Max(1, arrays / p.Tiles.Count), d => model.ComputeTime(p, d)) : [])];
        Stream = [.. pieces.Select((p, i) => p.Operator.IsMatrix ? Table(0, reach[i], m => model.StreamTime(p, m, operators)) : [])];
        Vector = [.. pieces.Select(model.VectorTime)];
        var floor = Vector.Max();
        foreach (var times in Compute.Concat(Stream).Where(t => t.Length > 0))
        {
            floor = Math.Max(floor, times[^1]);
        }

        Candidates = [.. Compute.Concat(Stream).SelectMany(t => t).Append(floor).Where(t => t >= floor).Distinct().Order()];
    }

    /// <summary>For each piece, the time of its tiles with 1, 2, … copies; empty for vector operators.</summary>
    public double[][] Compute { get; }

    /// <summary>For each piece, the time of its stream with 0, 1, … memory arrays; empty for vector operators.</summary>
    public double[][] Stream { get; }

    /// <summary>For each piece, the time of its vector operators.</summary>
    public double[] Vector { get; }

    /// <summary>Every time the segment can take, ascending.</summary>
    public double[] Candidates { get; }

    /// <summary>The first entry of a falling list that is at most the limit; the last one if none is.</summary>
    public static int FirstWithin(double[] falling, double limit)
    {
        var (low, high) = (0, falling.Length - 1);
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

        return low;
    }

    private static double[] Table(int first, int last, Func<int, double> time)
    {
        var table = new double[last - first + 1];
        for (var n = first; n <= last; n++)
        {
            table[n - first] = time(n);
        }

        return table;
    }
}
