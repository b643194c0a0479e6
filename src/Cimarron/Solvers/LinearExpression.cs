namespace Cimarron.Solvers;

/// <summary>
/// An immutable linear expression Σ a·x + constant. Every operator costs constant time and remembers its operands; the terms are gathered once, when
/// the expression enters a model. So a sum of a million terms written with <c>+=</c> costs a million steps.
/// </summary>
public sealed class LinearExpression
{
    private readonly LinearExpression? _first;
    private readonly LinearExpression? _second;

    /// <summary>The factor of <see cref="_first"/>, or the coefficient of the variable of a leaf.</summary>
    private readonly double _firstFactor;
    private readonly double _secondFactor;
    private readonly double _constant;

    /// <summary>The variable of a leaf; −1 otherwise.</summary>
    private readonly int _variable;

    private LinearExpression(LinearExpression? first, double firstFactor, LinearExpression? second, double secondFactor, double constant, int variable)
    {
        _first = first;
        _firstFactor = firstFactor;
        _second = second;
        _secondFactor = secondFactor;
        _constant = constant;
        _variable = variable;
    }

    /// <summary>The expression without terms, 0.</summary>
    public static LinearExpression Zero { get; } = 0.0;

    /// <summary>A constant.</summary>
    public static implicit operator LinearExpression(double constant) => new(null, 0, null, 0, constant, -1);

    /// <summary>A variable.</summary>
    public static implicit operator LinearExpression(Variable variable) => Of(variable, 1);

    /// <summary>The sum of both.</summary>
    public static LinearExpression operator +(LinearExpression left, LinearExpression right) => new(left, 1, right, 1, 0, -1);

    /// <summary>The difference of both.</summary>
    public static LinearExpression operator -(LinearExpression left, LinearExpression right) => new(left, 1, right, -1, 0, -1);

    /// <summary>The negative.</summary>
    public static LinearExpression operator -(LinearExpression expression) => new(expression, -1, null, 0, 0, -1);

    /// <summary>A multiple.</summary>
    public static LinearExpression operator *(double factor, LinearExpression expression) => new(expression, factor, null, 0, 0, -1);

    /// <summary>A multiple.</summary>
    public static LinearExpression operator *(LinearExpression expression, double factor) => new(expression, factor, null, 0, 0, -1);

    /// <summary>left ≤ right.</summary>
    public static LinearConstraint operator <=(LinearExpression left, LinearExpression right) => new(left - right, ConstraintSense.LessOrEqual, 0);

    /// <summary>left ≥ right.</summary>
    public static LinearConstraint operator >=(LinearExpression left, LinearExpression right) => new(left - right, ConstraintSense.GreaterOrEqual, 0);

    /// <summary>coefficient · variable.</summary>
    public static LinearExpression Of(Variable variable, double coefficient) => new(null, coefficient, null, 0, 0, variable.Index);

    /// <summary>The sum of many expressions; 0 of none.</summary>
    public static LinearExpression Sum(IEnumerable<LinearExpression> expressions) => expressions.Aggregate(Zero, (sum, e) => sum + e);

    /// <summary>The sum of many variables; 0 of none.</summary>
    public static LinearExpression Sum(IEnumerable<Variable> variables) => variables.Aggregate(Zero, (sum, v) => sum + v);

    /// <summary>The sum of many terms; 0 of none.</summary>
    public static LinearExpression Sum(IEnumerable<Term> terms) => terms.Aggregate(Zero, (sum, t) => sum + Of(t.Variable, t.Coefficient));

    /// <summary>left = right.</summary>
    public LinearConstraint EqualTo(LinearExpression right) => new(this - right, ConstraintSense.Equal, 0);

    /// <summary>The terms from left to right, a variable as often as it was written, and the sum of the constants.</summary>
    /// <param name="terms">Takes the terms.</param>
    /// <returns>The constant.</returns>
    internal double Gather(List<Term> terms)
    {
        // Sums written in a loop nest a million deep, so the walk keeps its own stack.
        var open = new Stack<(LinearExpression Expression, double Factor)>();
        open.Push((this, 1));
        var constant = 0.0;
        while (open.TryPop(out var next))
        {
            var (expression, factor) = next;
            constant += expression._constant == 0 ? 0 : factor * expression._constant;
            if (expression._variable >= 0)
            {
                terms.Add(new Term(new Variable(expression._variable), factor * expression._firstFactor));
            }

            if (expression._second is { } second)
            {
                open.Push((second, factor * expression._secondFactor));
            }

            if (expression._first is { } first)
            {
                open.Push((first, factor * expression._firstFactor));
            }
        }

        return constant;
    }
}
