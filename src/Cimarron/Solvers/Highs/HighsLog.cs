using System.Globalization;
using System.Text.RegularExpressions;

namespace Cimarron.Solvers.Highs;

/// <summary>Reads what HiGHS prints while it works.</summary>
internal sealed partial class HighsLog
{
    private readonly double _sign;

    /// <summary>A reader.</summary>
    /// <param name="isNegated">Whether HiGHS was given the negative of the objective, as for a maximisation.</param>
    public HighsLog(bool isNegated) => _sign = isNegated ? -1 : 1;

    /// <summary>Objective of the best solution, in the model's own sense.</summary>
    public double? Objective { get; private set; }

    /// <summary>Proven bound.</summary>
    public double? Bound { get; private set; }

    /// <summary>Bound after the root node.</summary>
    public double? RootBound { get; private set; }

    /// <summary>Nodes.</summary>
    public long? Nodes { get; private set; }

    /// <summary>Version, e.g. <c>1.7.0</c>.</summary>
    public string? Version { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <returns>Whether it said something new about the search.</returns>
    public bool Read(string line)
    {
        if (Row().Match(line) is { Success: true } row)
        {
            Nodes = long.Parse(row.Groups["nodes"].Value, CultureInfo.InvariantCulture);
            Bound = Value(row.Groups["bound"].Value) ?? Bound;
            Objective = Value(row.Groups["best"].Value) ?? Objective;
            RootBound = Nodes <= 1 ? Bound : RootBound;
            return true;
        }

        if (Banner().Match(line) is { Success: true } banner)
        {
            Version = banner.Groups["version"].Value;
        }
        else if (DualBound().Match(line) is { Success: true } dual)
        {
            Bound = Value(dual.Groups["bound"].Value) ?? Bound;
        }
        else if (NodeCount().Match(line) is { Success: true } count)
        {
            Nodes = long.Parse(count.Groups["nodes"].Value, CultureInfo.InvariantCulture);
        }

        return false;
    }

    private double? Value(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < MipModel.Infinity ? _sign * value : null;

    // Src  Proc. InQueue |  Leaves   Expl. | BestBound       BestSol              Gap | …
    [GeneratedRegex(@"^\s*[A-Za-z]?\s+(?<nodes>\d+)\s+\d+\s+\d+\s+[\d.]+%\s+(?<bound>\S+)\s+(?<best>\S+)\s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"HiGHS (version )?(?<version>\d+\.\d+\.\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Banner();

    [GeneratedRegex(@"^\s*Dual bound\s+(?<bound>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DualBound();

    [GeneratedRegex(@"^\s*Nodes\s+(?<nodes>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NodeCount();
}
