using System.Runtime.CompilerServices;

namespace Cimarron.DualMode.Costs;

/// <summary>A whole number of 128 bits, ≥ 0. Unlike those of <see cref="UInt128"/> its operations are compiled with the code that uses them.</summary>
internal readonly struct Whole128
{
    private readonly ulong _low;
    private readonly ulong _high;

    private Whole128(ulong high, ulong low) => (_low, _high) = (low, high);

    private UInt128 Value => new(_high, _low);

    public static implicit operator Whole128(long value) => new(0, (ulong)value);

    public static Whole128 operator +(Whole128 a, Whole128 b)
    {
        var low = a._low + b._low;
        return new(a._high + b._high + (low < a._low ? 1UL : 0), low);
    }

    public static Whole128 operator *(Whole128 a, long b)
    {
        var carry = Math.BigMul(a._low, (ulong)b, out var low);
        return new((a._high * (ulong)b) + carry, low);
    }

    /// <summary>⌈a / b⌉.</summary>
    public static double Ceiling(Whole128 a, Whole128 b) =>
        (a._high | b._high) == 0 && (a._low | b._low) < 1UL << 62 ? (long)((a._low + b._low - 1) / b._low) : WideCeiling(a, b);

    /// <summary>Dividing 128 bits takes ten times as long, and is hardly ever needed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double WideCeiling(Whole128 a, Whole128 b) => (double)((a.Value + b.Value - 1) / b.Value);
}
