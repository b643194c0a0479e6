namespace Cimarron.Solvers;

/// <summary>Replaces indicator rows by big-M rows, each with the smallest constant that the bounds of its variables allow.</summary>
/// <param name="model">The model to convert.</param>
internal sealed class IndicatorConversion(MipModel model)
{
    private readonly List<Diagnostic> _problems = [];

    /// <summary>The model with linear rows only.</summary>
    public MipModel Convert()
    {
        var result = model.WithoutRows();
        foreach (var row in model.Constraints)
        {
            if (row.Indicator is not { } indicator)
            {
                result.Add(row);
                continue;
            }

            var isTwoSided = double.IsFinite(row.Lower) && double.IsFinite(row.Upper);
            if (double.IsFinite(row.Upper))
            {
                AddUpper(result, isTwoSided ? $"{row.Name}_upper" : row.Name, row, indicator, 1, row.Upper);
            }

            if (double.IsFinite(row.Lower))
            {
                AddUpper(result, isTwoSided ? $"{row.Name}_lower" : row.Name, row, indicator, -1, -row.Lower);
            }
        }

        return _problems.Count == 0 ? result : throw new DiagnosticException(_problems);
    }

    /// <summary>Adds sign·Σ a·y ≤ right, switched by the indicator.</summary>
    private void AddUpper(MipModel result, string name, ModelConstraint row, Variable indicator, int sign, double right)
    {
        var largest = 0.0;
        foreach (var term in row.Terms)
        {
            var coefficient = sign * term.Coefficient;
            var variable = model.Variables[term.Variable.Index];
            largest += coefficient * (coefficient > 0 ? variable.Upper : variable.Lower);
        }

        if (!double.IsFinite(largest))
        {
            _problems.Add(Diagnostic.Error("CIM0701", $"row '{row.Name}' holds only where '{model.Variables[indicator.Index].Name}' is {(row.IndicatorValue ? 1 : 0)}, and a variable in it has no finite bound", hint: "give its variables finite bounds: they make the row linear"));
            return;
        }

        var bigM = largest - right;
        if (bigM <= 0)
        {
            return;
        }

        // On (x = 1): Σ + M·x ≤ right + M. Off (x = 0): Σ − M·x ≤ right. The indicator may stand in the row itself.
        var slack = row.IndicatorValue ? bigM : -bigM;
        var terms = row.Terms.Select(t => t with { Coefficient = sign * t.Coefficient + (t.Variable == indicator ? slack : 0) }).ToList();
        if (row.Terms.All(t => t.Variable != indicator))
        {
            terms.Add(new Term(indicator, slack));
        }

        result.Add(new ModelConstraint(name, [.. terms.Where(t => t.Coefficient != 0)], double.NegativeInfinity, row.IndicatorValue ? right + bigM : right));
    }
}
