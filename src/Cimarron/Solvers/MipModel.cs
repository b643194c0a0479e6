namespace Cimarron.Solvers;

/// <summary>
/// A mixed-integer program: minimise or maximise a linear objective over bounded variables, subject to linear rows and to rows that hold only where a
/// binary variable has a given value.
/// </summary>
/// <remarks>Building is not safe for several threads; reading is.</remarks>
public sealed class MipModel
{
    /// <summary>Magnitudes from here on mean "no bound", as the solvers have it.</summary>
    public const double Infinity = 1e20;

    private readonly List<ModelVariable> _variables = [];
    private readonly List<ModelConstraint> _constraints = [];
    private readonly TermMerger _merger = new();
    private long _nonzeros;

    /// <summary>An empty model with objective 0.</summary>
    /// <param name="name">A name for files and messages.</param>
    public MipModel(string name = "model") => Name = name;

    /// <summary>A name for files and messages.</summary>
    public string Name { get; }

    /// <summary>All variables; <see cref="Variable.Index"/> counts in this list.</summary>
    public IReadOnlyList<ModelVariable> Variables => _variables;

    /// <summary>All rows, indicator rows among them, in the order they were added.</summary>
    public IReadOnlyList<ModelConstraint> Constraints => _constraints;

    /// <summary>The terms of the objective: each variable once, no zero coefficient.</summary>
    public IReadOnlyList<Term> Objective { get; private set; } = [];

    /// <summary>The constant of the objective.</summary>
    public double ObjectiveConstant { get; private set; }

    /// <summary>Whether the objective is to be made large instead of small.</summary>
    public bool IsMaximization { get; private set; }

    /// <summary>Whether some row depends on an indicator.</summary>
    public bool HasIndicators { get; private set; }

    /// <summary>Variables, rows and coefficients.</summary>
    public ModelSize Size => new(
        _variables.Count,
        _variables.Count(v => v.Kind == VariableKind.Binary),
        _variables.Count(v => v.Kind == VariableKind.Integer),
        _constraints.Count,
        _nonzeros);

    /// <summary>Adds a variable.</summary>
    /// <param name="name">Its name, for files and messages; any text, need not be unique.</param>
    /// <param name="lower">Smallest value; −∞ for none.</param>
    /// <param name="upper">Largest value, ≥ <paramref name="lower"/>; +∞ for none.</param>
    /// <param name="kind">What values it may take. Bounds of a binary variable are cut to 0 … 1, those of an integer one rounded inwards.</param>
    /// <exception cref="ArgumentException">A bound is not a number, or no value lies between the bounds.</exception>
    public Variable AddVariable(string name, double lower, double upper, VariableKind kind = VariableKind.Continuous)
    {
        if (kind == VariableKind.Binary)
        {
            (lower, upper) = (Math.Max(lower, 0), Math.Min(upper, 1));
        }

        (lower, upper) = (Lower(lower, name), Upper(upper, name));
        (lower, upper) = kind == VariableKind.Continuous ? (lower, upper) : (Math.Ceiling(lower), Math.Floor(upper));
        if (lower > upper)
        {
            throw new ArgumentException($"variable '{name}': no value lies between its bounds {lower:R} and {upper:R}", nameof(lower));
        }

        _variables.Add(new ModelVariable(name, lower, upper, kind));
        return new Variable(_variables.Count - 1);
    }

    /// <summary>Adds a variable that is 0 or 1.</summary>
    public Variable AddBinary(string name) => AddVariable(name, 0, 1, VariableKind.Binary);

    /// <summary>Adds a row.</summary>
    /// <param name="expression">The left side; a constant in it moves to the right.</param>
    /// <param name="sense">How the sides compare.</param>
    /// <param name="rightSide">The right side, finite.</param>
    /// <param name="name">A name for files and messages.</param>
    /// <returns>Its place in <see cref="Constraints"/>.</returns>
    /// <exception cref="ArgumentException">A coefficient or the right side is not finite, or a variable is not of this model.</exception>
    public int AddConstraint(LinearExpression expression, ConstraintSense sense, double rightSide, string name) =>
        AddConstraint(new LinearConstraint(expression, sense, rightSide), name);

    /// <summary>Adds a row.</summary>
    /// <param name="constraint">The row, e.g. <c>2 * x - y &lt;= 3</c>.</param>
    /// <param name="name">A name for files and messages.</param>
    /// <returns>Its place in <see cref="Constraints"/>.</returns>
    /// <exception cref="ArgumentException">A coefficient or the right side is not finite, or a variable is not of this model.</exception>
    public int AddConstraint(LinearConstraint constraint, string name) => Add(Row(constraint, name));

    /// <summary>Adds a row with two sides: lower ≤ expression ≤ upper.</summary>
    /// <param name="lower">Smallest value; −∞ for none.</param>
    /// <param name="expression">The middle.</param>
    /// <param name="upper">Largest value, ≥ <paramref name="lower"/>; +∞ for none.</param>
    /// <param name="name">A name for files and messages.</param>
    /// <returns>Its place in <see cref="Constraints"/>.</returns>
    /// <exception cref="ArgumentException">A coefficient or bound is not a number, the bounds exclude each other, or a variable is not of this model.</exception>
    public int AddRange(double lower, LinearExpression expression, double upper, string name)
    {
        var (terms, constant) = Merge(expression, name);
        var row = new ModelConstraint(name, terms, Lower(lower - constant, name), Upper(upper - constant, name));
        return row.Lower <= row.Upper ? Add(row) : throw new ArgumentException($"row '{name}': lower side {lower:R} exceeds upper side {upper:R}", nameof(lower));
    }

    /// <summary>Adds a row that holds only where a binary variable has a given value.</summary>
    /// <param name="binary">The indicator, of kind <see cref="VariableKind.Binary"/>.</param>
    /// <param name="value">The value that switches the row on.</param>
    /// <param name="constraint">The row.</param>
    /// <param name="name">A name for files and messages.</param>
    /// <returns>Its place in <see cref="Constraints"/>.</returns>
    /// <exception cref="ArgumentException">The indicator is not binary, a number is not finite, or a variable is not of this model.</exception>
    public int AddIndicator(Variable binary, bool value, LinearConstraint constraint, string name)
    {
        if ((uint)binary.Index >= (uint)_variables.Count || _variables[binary.Index].Kind != VariableKind.Binary)
        {
            throw new ArgumentException($"row '{name}': the indicator is not a binary variable of this model", nameof(binary));
        }

        HasIndicators = true;
        return Add(Row(constraint, name) with { Indicator = binary, IndicatorValue = value });
    }

    /// <summary>Makes an expression the objective, to be small.</summary>
    /// <exception cref="ArgumentException">A coefficient is not finite, or a variable is not of this model.</exception>
    public void Minimize(LinearExpression expression) => SetObjective(expression, isMaximization: false);

    /// <summary>Makes an expression the objective, to be large.</summary>
    /// <exception cref="ArgumentException">A coefficient is not finite, or a variable is not of this model.</exception>
    public void Maximize(LinearExpression expression) => SetObjective(expression, isMaximization: true);

    /// <summary>The objective at a point.</summary>
    /// <param name="values">One value per variable.</param>
    public double ObjectiveAt(IReadOnlyList<double> values) => ObjectiveConstant + Objective.Sum(t => t.Coefficient * values[t.Variable.Index]);

    /// <summary>
    /// The same program without indicators, for solvers and files that have none: itself when it has none. A row Σ a·y ≤ b that holds where x = 1 becomes
    /// Σ a·y + M·x ≤ b + M with M = max Σ a·y − b over the bounds of y, the smallest M that never cuts (and no row at all when M ≤ 0); where x = 0 it becomes
    /// Σ a·y − M·x ≤ b. A row ≥ likewise, and an equation becomes both.
    /// </summary>
    /// <returns>A program with the same variables and the same solutions.</returns>
    /// <exception cref="DiagnosticException">A variable of an indicator row lacks the finite bound that M needs; every such row is named.</exception>
    public MipModel WithoutIndicators() => HasIndicators ? new IndicatorConversion(this).Convert() : this;

    /// <summary>A model with the same variables and objective and no rows.</summary>
    internal MipModel WithoutRows()
    {
        var copy = new MipModel(Name) { Objective = Objective, ObjectiveConstant = ObjectiveConstant, IsMaximization = IsMaximization };
        copy._variables.AddRange(_variables);
        return copy;
    }

    /// <summary>The same program with other bounds, which are taken as they are.</summary>
    internal MipModel WithBounds(Func<int, ModelVariable, (double Lower, double Upper)> bounds)
    {
        var copy = new MipModel(Name) { Objective = Objective, ObjectiveConstant = ObjectiveConstant, IsMaximization = IsMaximization, HasIndicators = HasIndicators, _nonzeros = _nonzeros };
        copy._constraints.AddRange(_constraints);
        copy._variables.AddRange(_variables.Select((v, j) => bounds(j, v) is var (lower, upper) ? v with { Lower = lower, Upper = upper } : v));
        return copy;
    }

    /// <summary>The same program without the objective's constant and, if asked for, without integrality.</summary>
    internal MipModel ForFile(bool isRelaxed)
    {
        var copy = new MipModel(Name) { Objective = Objective, IsMaximization = IsMaximization, HasIndicators = HasIndicators, _nonzeros = _nonzeros };
        copy._constraints.AddRange(_constraints);
        copy._variables.AddRange(isRelaxed ? _variables.Select(v => v with { Kind = VariableKind.Continuous }) : _variables);
        return copy;
    }

    /// <summary>Adds a row whose terms are already merged.</summary>
    internal int Add(ModelConstraint row)
    {
        _constraints.Add(row);
        _nonzeros += row.Terms.Count;
        return _constraints.Count - 1;
    }

    // Adding 0 makes −0 a 0.
    private static double Lower(double value, string name) => double.IsNaN(value) || value >= Infinity ? throw NotABound(value, name) : value <= -Infinity ? double.NegativeInfinity : value + 0.0;

    private static double Upper(double value, string name) => double.IsNaN(value) || value <= -Infinity ? throw NotABound(value, name) : value >= Infinity ? double.PositiveInfinity : value + 0.0;

    private static ArgumentException NotABound(double value, string name) => new($"'{name}': {value:R} cannot be a bound on this side", nameof(value));

    private ModelConstraint Row(LinearConstraint constraint, string name)
    {
        var (terms, constant) = Merge(constraint.Expression, name);
        var right = constraint.RightSide - constant;
        if (!double.IsFinite(right))
        {
            throw new ArgumentException($"row '{name}': the right side is not finite", nameof(constraint));
        }

        return new ModelConstraint(
            name,
            terms,
            constraint.Sense == ConstraintSense.LessOrEqual ? double.NegativeInfinity : Lower(right, name),
            constraint.Sense == ConstraintSense.GreaterOrEqual ? double.PositiveInfinity : Upper(right, name));
    }

    private void SetObjective(LinearExpression expression, bool isMaximization)
    {
        (Objective, ObjectiveConstant) = Merge(expression, "objective");
        IsMaximization = isMaximization;
    }

    private (Term[] Terms, double Constant) Merge(LinearExpression expression, string name)
    {
        var (terms, constant) = _merger.Merge(expression, _variables.Count);
        return terms.All(t => double.IsFinite(t.Coefficient)) && double.IsFinite(constant) ? (terms, constant) : throw new ArgumentException($"'{name}': a coefficient is not finite", nameof(expression));
    }
}
