namespace Cimarron;

/// <summary>Finds the name the user probably meant.</summary>
internal static class Suggestion
{
    /// <summary>A hint sentence: the nearest candidate if one is near, otherwise all of them.</summary>
    public static string For(string name, IEnumerable<string> candidates)
    {
        var all = candidates.ToArray();
        var nearest = Nearest(name, all);
        return nearest is not null ? $"did you mean '{nearest}'?" : $"known: {string.Join(", ", all)}";
    }

    /// <summary>The candidate with the fewest edits, ignoring case, or null when none is within a third of its length (at least 2).</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length > 100)
        {
            return null;
        }

        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < bestDistance && distance <= Math.Max(2, candidate.Length / 3) && distance < candidate.Length)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
