using System.Collections.Frozen;

namespace Cimarron.Solvers.Files;

/// <summary>
/// Makes names that every reader of LP and MPS files accepts: letters, digits, <c>_</c> and <c>.</c>, not starting like a number, no keyword, at most 100
/// characters, each only once. A name that already is like that stays as it is, unless an earlier one took it.
/// </summary>
internal sealed class NameTable
{
    /// <summary>The CBC reader's limit, the smallest.</summary>
    private const int Longest = 100;

    private static readonly FrozenSet<string> Keywords = FrozenSet.ToFrozenSet(
        [
            "min", "minimize", "minimise", "minimum", "max", "maximize", "maximise", "maximum", "subject", "such", "st", "s.t.", "st.", "to", "that", "bound", "bounds",
            "free", "inf", "infinity", "nan", "general", "generals", "gen", "integer", "integers", "int", "binary", "binaries", "bin", "end", "range", "ranges",
            "semi", "semis", "sec", "secs", "semi.continuous", "sin", "sos", "sos1", "sos2", "pwlobj", "lazy", "user", "rhs", "name", "rows", "columns", "endata",
            "marker", "intorg", "intend", "objsense", "indicators", "qsection", "e",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>How often each clashing name has been asked for, so that a million equal names cost a million steps.</summary>
    private readonly Dictionary<string, int> _repeats = new(StringComparer.Ordinal);

    /// <summary>A legal name like the given one that was not given out before.</summary>
    public string Take(string wish)
    {
        var name = Legal(wish);
        if (_taken.Add(name))
        {
            return name;
        }

        for (var i = _repeats.GetValueOrDefault(name, 1) + 1; ; i++)
        {
            var suffix = $"_{i}";
            var candidate = name[..Math.Min(name.Length, Longest - suffix.Length)] + suffix;
            if (_taken.Add(candidate))
            {
                _repeats[name] = i;
                return candidate;
            }
        }
    }

    private static string Legal(string wish)
    {
        var cut = wish.Length <= Longest - 1 ? wish : wish[..(Longest - 1)];
        var name = string.Concat(cut.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' ? c : '_'));
        return name.Length == 0 || !IsStart(name) || Keywords.Contains(name) ? $"_{name}" : name;
    }

    /// <summary>A leading e before a digit could end a number: <c>3 e5</c>.</summary>
    private static bool IsStart(string name) => (char.IsAsciiLetter(name[0]) || name[0] == '_') && !(name[0] is 'e' or 'E' && name.Length > 1 && !char.IsAsciiLetter(name[1]));
}
