namespace Cimarron.Mappers.Formulations;

/// <summary>
/// The flexible factorisation of the slot form: prime factors of a bound, merged while little of the freedom to split it is lost.
/// Source: "MIREDO", ASP-DAC 2026 (arXiv 2510.26463), flexible factorisation and FlexScore.
/// </summary>
internal static class FlexibleFactors
{
    private const double MostLoss = 0.1;
    private const int Fewest = 2;

    /// <summary>
    /// The factors of a bound, ascending: from its primes, the pair whose merger loses the least <see cref="Score"/> is merged until two are
    /// left or the next merger would lose more than a tenth of the score of the primes.
    /// </summary>
    public static IReadOnlyList<int> Of(int bound)
    {
        var factors = Primes(bound);
        var most = Score(factors);
        while (factors.Count > Fewest)
        {
            var best = Mergers(factors).MaxBy(Score)!;
            if (Score(best) < (1 - MostLoss) * most)
            {
                break;
            }

            factors = best;
        }

        return factors;
    }

    /// <summary>
    /// FlexScore: how many different products one group of the factors can have, plus half the number of different pairs of two disjoint groups,
    /// plus a quarter of the number of different triples of three.
    /// </summary>
    public static double Score(IReadOnlyList<int> factors)
    {
        var triples = new HashSet<(long, long, long)> { (1, 1, 1) };
        foreach (var factor in factors)
        {
            foreach (var (a, b, c) in triples.ToArray())
            {
                triples.UnionWith([(a * factor, b, c), (a, b * factor, c), (a, b, c * factor)]);
            }
        }

        return triples.Select(t => t.Item1).Distinct().Count() + (0.5 * triples.Select(t => (t.Item1, t.Item2)).Distinct().Count()) + (0.25 * triples.Count);
    }

    private static List<int> Primes(int bound)
    {
        var primes = new List<int>();
        for (var prime = 2; (long)prime * prime <= bound; prime++)
        {
            for (; bound % prime == 0; bound /= prime)
            {
                primes.Add(prime);
            }
        }

        if (bound > 1)
        {
            primes.Add(bound);
        }

        return primes;
    }

    private static IEnumerable<List<int>> Mergers(List<int> factors)
    {
        for (var first = 0; first < factors.Count; first++)
        {
            for (var second = first + 1; second < factors.Count; second++)
            {
                List<int> merged = [.. factors.Where((_, i) => i != first && i != second), factors[first] * factors[second]];
                merged.Sort();
                yield return merged;
            }
        }
    }
}
