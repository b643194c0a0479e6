namespace Cimarron.Reports;

/// <summary>File names for things whose names come from a model.</summary>
public static class FileNames
{
    private const int MaxLength = 100;

    /// <summary>
    /// One name per input, distinct on every file system: letters, digits, <c>-</c>, <c>_</c> and inner <c>.</c> stay, everything else
    /// becomes <c>_</c>; long names are cut, equal ones numbered.
    /// </summary>
    public static IReadOnlyList<string> For(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var result = new List<string>();
        foreach (var name in names)
        {
            var clean = string.Concat(name.Take(MaxLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).Trim('.');
            clean = clean.Length == 0 ? "layer" : clean;
            var unique = clean;
            for (var i = 2; !taken.Add(unique); i++)
            {
                unique = $"{clean}-{i}";
            }

            result.Add(unique);
        }

        return result;
    }
}
