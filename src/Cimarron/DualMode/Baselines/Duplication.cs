using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Baselines;

/// <summary>How other compilers give out spare arrays as copies of operators.</summary>
internal static class Duplication
{
    /// <summary>One more copy for the slowest operator, as long as it fits.</summary>
    public static int[] ToTheSlowest(ImmutableArray<Piece> pieces, bool[] may, int arrays, ICostModel model)
    {
        var copies = pieces.Select(_ => 1).ToArray();
        var spare = arrays - pieces.Sum(p => p.Tiles.Count);
        while (true)
        {
            var slowest = Enumerable.Range(0, pieces.Length).Where(i => pieces[i].Operator.IsMatrix)
                .OrderByDescending(i => model.ComputeTime(pieces[i], copies[i])).Select(i => (int?)i).FirstOrDefault();
            if (slowest is not { } at || !may[at] || pieces[at].Tiles.Count > spare || copies[at] >= pieces[at].Operator.Rows)
            {
                return copies;
            }

            copies[at]++;
            spare -= pieces[at].Tiles.Count;
        }
    }

    /// <summary>The extra copies k of CIM-MLC: min Σ latency / (k + 1) with Σ k · tiles within the spare arrays, by dynamic programming.</summary>
    public static int[] Knapsack(ImmutableArray<Piece> pieces, bool[] may, int arrays, ICostModel model)
    {
        var spare = arrays - pieces.Sum(p => p.Tiles.Count);
        var cost = new double[spare + 1];
        var choices = new int[pieces.Length][];
        for (var i = 0; i < pieces.Length; i++)
        {
            choices[i] = new int[spare + 1];
            if (!pieces[i].Operator.IsMatrix)
            {
                continue;
            }

            var (latency, tiles) = (model.ComputeTime(pieces[i], 1), pieces[i].Tiles.Count);
            var most = may[i] ? Math.Min(pieces[i].Operator.Rows - 1, spare / tiles) : 0;
            var next = new double[spare + 1];
            for (var used = 0; used <= spare; used++)
            {
                next[used] = double.PositiveInfinity;
                for (var k = 0; k <= most && k * tiles <= used; k++)
                {
                    if (cost[used - (k * tiles)] + (latency / (k + 1)) is var total && total < next[used])
                    {
                        (next[used], choices[i][used]) = (total, k);
                    }
                }
            }

            cost = next;
        }

        var copies = new int[pieces.Length];
        for (var (i, left) = (pieces.Length - 1, spare); i >= 0; i--)
        {
            copies[i] = choices[i][left] + 1;
            left -= choices[i][left] * pieces[i].Tiles.Count;
        }

        return copies;
    }

    /// <summary>
    /// Pipeline balancing: an operator behind strides needs no more copies than the first one divided by them, unless it would then be slower than the slowest operator of the segment.
    /// </summary>
    public static int[] Balanced(ImmutableArray<Piece> pieces, int[] copies, ICostModel model)
    {
        var matrices = Enumerable.Range(0, pieces.Length).Where(i => pieces[i].Operator.IsMatrix).ToArray();
        if (matrices.Length == 0)
        {
            return copies;
        }

        var slowest = matrices.Max(i => model.ComputeTime(pieces[i], copies[i]));
        var (first, strides) = (copies[matrices[0]], 1L);
        foreach (var i in matrices.Skip(1))
        {
            strides *= pieces[i].Operator.Convolution?.StrideHeight ?? 1;
            var cap = (int)Math.Max(1, Math.Min(copies[i], first / strides));
            while (model.ComputeTime(pieces[i], cap) > slowest)
            {
                cap++;
            }

            copies[i] = cap;
        }

        return copies;
    }
}
