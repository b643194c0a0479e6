using Cimarron.Solvers;

namespace Cimarron.Tests.Solvers;

/// <summary>The referee of tiny programs: tries every assignment of whole numbers. Shares no code with the checks of the solvers room.</summary>
internal static class Enumeration
{
    private const double Tolerance = 1e-7;

    /// <summary>The best objective, or null when no assignment is feasible.</summary>
    public static double? Optimum(MipModel model)
    {
        double? best = null;
        var values = model.Variables.Select(v => v.Lower).ToArray();
        do
        {
            if (model.Constraints.All(c => Holds(c, values)))
            {
                var objective = model.ObjectiveConstant;
                foreach (var term in model.Objective)
                {
                    objective += term.Coefficient * values[term.Variable.Index];
                }

                best = best is not { } b ? objective : model.IsMaximization ? Math.Max(b, objective) : Math.Min(b, objective);
            }
        }
        while (Advance(model, values));

        return best;
    }

    private static bool Holds(ModelConstraint row, double[] values)
    {
        if (row.Indicator is { } indicator && values[indicator.Index] != (row.IndicatorValue ? 1 : 0))
        {
            return true;
        }

        var sum = 0.0;
        foreach (var term in row.Terms)
        {
            sum += term.Coefficient * values[term.Variable.Index];
        }

        return sum >= row.Lower - Tolerance && sum <= row.Upper + Tolerance;
    }

    private static bool Advance(MipModel model, double[] values)
    {
        for (var j = 0; j < values.Length; j++)
        {
            if (++values[j] <= model.Variables[j].Upper)
            {
                return true;
            }

            values[j] = model.Variables[j].Lower;
        }

        return false;
    }
}
