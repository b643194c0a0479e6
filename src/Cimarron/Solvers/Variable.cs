namespace Cimarron.Solvers;

/// <summary>A variable of a <see cref="MipModel"/>: its place in <see cref="MipModel.Variables"/>.</summary>
/// <param name="Index">The place, ≥ 0. A variable means something only in the model that made it.</param>
/// <remarks>Operators build <see cref="LinearExpression"/>s and <see cref="LinearConstraint"/>s, so that <c>2 * x - y &lt;= 3</c> reads as it is written.</remarks>
public readonly record struct Variable(int Index)
{
    /// <summary>coefficient · variable.</summary>
    public static LinearExpression operator *(double coefficient, Variable variable) => LinearExpression.Of(variable, coefficient);

    /// <summary>variable · coefficient.</summary>
    public static LinearExpression operator *(Variable variable, double coefficient) => LinearExpression.Of(variable, coefficient);

    /// <summary>−variable.</summary>
    public static LinearExpression operator -(Variable variable) => LinearExpression.Of(variable, -1);

    /// <summary>The sum of both.</summary>
    public static LinearExpression operator +(Variable left, LinearExpression right) => (LinearExpression)left + right;

    /// <summary>The sum of both.</summary>
    public static LinearExpression operator +(double left, Variable right) => (LinearExpression)left + (LinearExpression)right;

    /// <summary>The difference of both.</summary>
    public static LinearExpression operator -(Variable left, LinearExpression right) => (LinearExpression)left - right;

    /// <summary>The difference of both.</summary>
    public static LinearExpression operator -(double left, Variable right) => (LinearExpression)left - (LinearExpression)right;

    /// <summary>left ≤ right.</summary>
    public static LinearConstraint operator <=(Variable left, LinearExpression right) => (LinearExpression)left <= right;

    /// <summary>left ≥ right.</summary>
    public static LinearConstraint operator >=(Variable left, LinearExpression right) => (LinearExpression)left >= right;

    /// <summary>left = right.</summary>
    public LinearConstraint EqualTo(LinearExpression right) => ((LinearExpression)this).EqualTo(right);
}
