namespace Cimarron.Solvers;

/// <summary>A row of a model: lower ≤ Σ terms ≤ upper; always, or only where an indicator has a given value.</summary>
/// <param name="Name">Its name; need not be unique.</param>
/// <param name="Terms">The terms: each variable once, no zero coefficient, in order of first appearance. May be empty.</param>
/// <param name="Lower">Smallest value, −∞ for none.</param>
/// <param name="Upper">Largest value, +∞ for none.</param>
public sealed record ModelConstraint(string Name, IReadOnlyList<Term> Terms, double Lower, double Upper)
{
    /// <summary>The binary variable that switches the row on; null when the row always holds.</summary>
    public Variable? Indicator { get; init; }

    /// <summary>The value of <see cref="Indicator"/> for which the row holds.</summary>
    public bool IndicatorValue { get; init; }
}
