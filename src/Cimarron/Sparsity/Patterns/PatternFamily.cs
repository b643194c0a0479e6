namespace Cimarron.Sparsity.Patterns;

/// <summary>A pattern whose ratio is still open, or already fixed.</summary>
/// <param name="Name">Its name, or the text or file it was read from.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Pattern">The pattern, with any ratio.</param>
public sealed record PatternFamily(string Name, string Description, FlexBlock Pattern)
{
    /// <summary>Whether φ follows from the ratio, as for <c>n:m</c>.</summary>
    public bool ChoosesKept { get; init; }

    /// <summary>Whether its ratio can be chosen.</summary>
    public bool HasOpenRatio => ChoosesKept || Pattern.Full is not null;

    /// <summary>The pattern that removes a share of the weights, as nearly as its blocks allow.</summary>
    /// <param name="ratio">Share of all weights to remove, 0 ≤ ratio &lt; 1. With a choice within blocks, full blocks remove what that leaves over.</param>
    /// <exception cref="DiagnosticException">The ratio is out of range, fixed, or smaller than what the choice within blocks removes alone.</exception>
    public FlexBlock At(double ratio)
    {
        if (!(ratio >= 0 && ratio < 1))
        {
            throw Failure(ratio, "expected a ratio from 0 up to, but not including, 1", "0.8 removes four of five weights");
        }

        if (ChoosesKept)
        {
            var rows = Pattern.Intra!.Rows;
            var kept = Math.Max(1, (int)Math.Floor((1 - ratio) * rows + 1e-9));
            return Pattern with { Name = $"{kept}:{rows}", Intra = new IntraBlock(rows, kept) };
        }

        if (Pattern.Full is not { } full)
        {
            return Math.Abs(ratio - Pattern.Ratio) < 1e-9 ? Pattern : throw Failure(ratio, $"this pattern always removes {Pattern.Ratio:0.####} of the weights", "leave the ratio out");
        }

        var within = Pattern.Intra?.Ratio ?? 0;
        var rest = 1 - (1 - ratio) / (1 - within);
        return rest > -1e-9
            ? Pattern with { Full = full with { Ratio = Math.Max(0, rest) } }
            : throw Failure(ratio, $"the choice within blocks alone removes {within:0.####}", "choose a larger ratio");
    }

    private DiagnosticException Failure(double ratio, string message, string hint) =>
        new(Diagnostic.Error("CIM0903", FormattableString.Invariant($"{message}, found {ratio}"), field: $"pattern '{Name}'", hint: hint));
}
