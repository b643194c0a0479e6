namespace Cimarron.Solvers.Checking;

/// <summary>Compares values with a model, indicator rows as what they mean and not as big-M rows.</summary>
internal static class SolutionCheck
{
    /// <summary>How far a bound or row may be missed, relative to max(1, the side, the largest term): what floating-point solvers promise.</summary>
    public const double Feasibility = 1e-6;

    /// <summary>How far an integer variable may be from a whole number.</summary>
    public const double Integrality = 1e-5;

    /// <summary>Values made exact where that is a matter of rounding: whole numbers whole, bounds met.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">One value per variable.</param>
    /// <param name="keepsFractions">Whether integer variables may be fractional: the relaxation.</param>
    /// <returns>The values, and the worst miss of bounds and integrality; null when there is none.</returns>
    public static (double[] Values, Violation? Worst) Round(MipModel model, IReadOnlyList<double> values, bool keepsFractions)
    {
        Violation? worst = null;
        var rounded = new double[model.Variables.Count];
        for (var j = 0; j < rounded.Length; j++)
        {
            var (variable, value) = (model.Variables[j], values[j]);
            if (!double.IsFinite(value))
            {
                return (rounded, new Violation($"variable '{variable.Name}' is {value}", double.PositiveInfinity));
            }

            var whole = variable.IsWhole && !keepsFractions ? Math.Round(value) : value;
            worst = Worse(worst, Math.Abs(value - whole) / Integrality, () => $"variable '{variable.Name}' should be a whole number and is {value:R}");
            rounded[j] = Math.Clamp(whole, variable.Lower, variable.Upper);
            var allowed = Feasibility * Math.Max(1, Math.Abs(rounded[j]));
            worst = Worse(worst, Math.Abs(whole - rounded[j]) / allowed, () => $"variable '{variable.Name}' should lie in {variable.Lower:R} … {variable.Upper:R} and is {value:R}");
        }

        return (rounded, worst);
    }

    /// <summary>The row that is missed most, beyond its tolerance.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">One value per variable.</param>
    /// <param name="scale">Multiplies the tolerance: less than 1 to be strict.</param>
    /// <returns>The row, or null when all rows hold.</returns>
    public static Violation? WorstRow(MipModel model, IReadOnlyList<double> values, double scale = 1)
    {
        Violation? worst = null;
        foreach (var row in model.Constraints)
        {
            if (row.Indicator is { } indicator && values[indicator.Index] >= 0.5 != row.IndicatorValue)
            {
                continue;
            }

            var (sum, largest) = (0.0, 1.0);
            foreach (var term in row.Terms)
            {
                var part = term.Coefficient * values[term.Variable.Index];
                sum += part;
                largest = Math.Max(largest, Math.Abs(part));
            }

            worst = Worse(worst, Miss(row.Lower - sum, row.Lower, largest) / scale, () => $"row '{row.Name}' should be at least {row.Lower:R} and is {sum:R}");
            worst = Worse(worst, Miss(sum - row.Upper, row.Upper, largest) / scale, () => $"row '{row.Name}' should be at most {row.Upper:R} and is {sum:R}");
        }

        return worst;
    }

    private static double Miss(double miss, double side, double largest) => miss > 0 ? miss / (Feasibility * Math.Max(largest, Math.Abs(side))) : 0;

    private static Violation? Worse(Violation? worst, double amount, Func<string> what) => amount > Math.Max(1, worst?.Amount ?? 0) ? new Violation(what(), amount) : worst;
}
