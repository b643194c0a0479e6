using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>Temporal bounds as loop factors.</summary>
internal static class PrimeFactors
{
    /// <summary>The prime factors of a number ≥ 1, largest first.</summary>
    public static List<int> Of(int value)
    {
        var factors = new List<int>();
        for (var prime = 2; (long)prime * prime <= value; prime++)
        {
            while (value % prime == 0)
            {
                factors.Insert(0, prime);
                value /= prime;
            }
        }

        if (value > 1)
        {
            factors.Insert(0, value);
        }

        return factors;
    }

    /// <summary>The prime factors of all bounds as loops, dimensions in their fixed order, factors of one dimension largest first.</summary>
    public static List<LoopFactor> Of(ReadOnlySpan<int> bounds)
    {
        var loops = new List<LoopFactor>();
        for (var dim = 0; dim < bounds.Length; dim++)
        {
            loops.AddRange(Of(bounds[dim]).Select(size => new LoopFactor((Dim)dim, size)));
        }

        return loops;
    }

    /// <summary>
    /// Merges factors of one dimension, the pair with the least product first, until at most <paramref name="limit"/> loops are left or
    /// every dimension has a single one.
    /// </summary>
    public static List<LoopFactor> Merge(IEnumerable<LoopFactor> factors, int limit)
    {
        var loops = factors.OrderBy(f => f.Dim).ThenByDescending(f => f.Size).ToList();
        while (loops.Count > limit)
        {
            var best = -1;
            for (var i = 0; i + 1 < loops.Count; i++)
            {
                // Sorted by size within a dimension, so its last two are its least pair.
                var endsDimension = i + 2 == loops.Count || loops[i + 2].Dim != loops[i].Dim;
                if (loops[i].Dim == loops[i + 1].Dim && endsDimension && (best < 0 || Product(loops, i) < Product(loops, best)))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                break;
            }

            var merged = new LoopFactor(loops[best].Dim, loops[best].Size * loops[best + 1].Size);
            loops.RemoveRange(best, 2);
            loops.Add(merged);
            loops = [.. loops.OrderBy(f => f.Dim).ThenByDescending(f => f.Size)];
        }

        return loops;
    }

    private static long Product(List<LoopFactor> loops, int i) => (long)loops[i].Size * loops[i + 1].Size;
}
