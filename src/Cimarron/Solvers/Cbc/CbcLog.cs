using System.Globalization;
using System.Text.RegularExpressions;

namespace Cimarron.Solvers.Cbc;

/// <summary>Reads what CBC prints while it works; its C interface offers no other way to follow it.</summary>
internal sealed partial class CbcLog
{
    private readonly double _sign;

    /// <summary>A reader.</summary>
    /// <param name="isMaximization">Whether the model maximises; CBC is always given a minimisation.</param>
    public CbcLog(bool isMaximization) => _sign = isMaximization ? -1 : 1;

    /// <summary>Objective of the best solution, in the model's own sense.</summary>
    public double? Objective { get; private set; }

    /// <summary>Proven bound.</summary>
    public double? Bound { get; private set; }

    /// <summary>Bound of the relaxation.</summary>
    public double? RootBound { get; private set; }

    /// <summary>Nodes.</summary>
    public long? Nodes { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <returns>Whether it said something new.</returns>
    public bool Read(string line)
    {
        if (Tree().Match(line) is { Success: true } tree)
        {
            Nodes = long.Parse(tree.Groups["nodes"].Value, CultureInfo.InvariantCulture);
            Objective = Value(tree.Groups["best"].Value) ?? Objective;
            Bound = Value(tree.Groups["bound"].Value) ?? Bound;
            return true;
        }

        if (Solution().Match(line) is { Success: true } solution)
        {
            Objective = Value(solution.Groups["best"].Value) ?? Objective;
            return true;
        }

        if (Relaxation().Match(line) is { Success: true } relaxation)
        {
            RootBound ??= Value(relaxation.Groups["bound"].Value);
            Bound ??= RootBound;
            return true;
        }

        return false;
    }

    private double? Value(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < MipModel.Infinity ? _sign * value : null;

    [GeneratedRegex(@"After (?<nodes>\d+) nodes, .* (?<best>\S+) best solution, best possible (?<bound>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tree();

    [GeneratedRegex(@"(Integer solution of|Found incumbent of value|Solution found of) (?<best>[-+\d.eE]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Solution();

    [GeneratedRegex(@"Continuous objective value is (?<bound>[-+\d.eE]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Relaxation();
}
