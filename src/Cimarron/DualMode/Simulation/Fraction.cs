using System.Numerics;

namespace Cimarron.DualMode.Simulation;

/// <summary>An exact non-negative number, so that events of a load fall on exact times.</summary>
internal readonly struct Fraction
{
    private readonly BigInteger numerator;
    private readonly BigInteger denominator;

    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        this.numerator = numerator / divisor;
        this.denominator = denominator / divisor;
    }

    public bool IsZero => numerator.IsZero;

    public static Fraction operator +(Fraction a, Fraction b) => new((a.numerator * b.denominator) + (b.numerator * a.denominator), a.denominator * b.denominator);

    public static Fraction operator -(Fraction a, Fraction b) => new((a.numerator * b.denominator) - (b.numerator * a.denominator), a.denominator * b.denominator);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.numerator * b.numerator, a.denominator * b.denominator);

    public static Fraction operator /(Fraction a, Fraction b) => new(a.numerator * b.denominator, a.denominator * b.numerator);

    public static Fraction Of(long value) => new(value, 1);

    public bool IsAtMost(Fraction other) => numerator * other.denominator <= other.numerator * denominator;

    /// <summary>The smallest whole number not below this one.</summary>
    public BigInteger Ceiling() => (numerator + denominator - 1) / denominator;
}
