namespace Cimarron.DualMode.Segmentation;

/// <summary>128 bits. Unlike those of <see cref="UInt128"/> its operations are compiled with the code that uses them.</summary>
internal readonly struct Bits128(ulong low, ulong high) : IEquatable<Bits128>
{
    public const int Length = 128;

    private readonly ulong _low = low;
    private readonly ulong _high = high;

    public bool IsEmpty => (_low | _high) == 0;

    /// <summary>One of the bits.</summary>
    public bool this[int bit] => (bit < 64 ? (_low >> bit) & 1 : (_high >> (bit - 64)) & 1) != 0;

    public static Bits128 operator |(Bits128 a, Bits128 b) => new(a._low | b._low, a._high | b._high);

    public static Bits128 operator &(Bits128 a, Bits128 b) => new(a._low & b._low, a._high & b._high);

    public static bool operator ==(Bits128 a, Bits128 b) => a.Equals(b);

    public static bool operator !=(Bits128 a, Bits128 b) => !a.Equals(b);

    public Bits128 With(int bit) => bit < 64 ? new(_low | (1UL << bit), _high) : new(_low, _high | (1UL << (bit - 64)));

    /// <summary>The two bits of a pair.</summary>
    public int Pair(int position) => (int)((position < 32 ? _low >> (2 * position) : _high >> ((2 * position) - 64)) & 3);

    /// <summary>Whether one of the pairs has a value.</summary>
    public bool HasPair(int value) => (Same(_low, value) | Same(_high, value)) != 0;

    /// <summary>Other bits for a pair.</summary>
    public Bits128 WithPair(int position, int value)
    {
        var shift = 2 * (position & 31);
        var (mask, bits) = (~(3UL << shift), (ulong)value << shift);
        return position < 32 ? new((_low & mask) | bits, _high) : new(_low, (_high & mask) | bits);
    }

    /// <summary>Whether all bits are also bits of another one.</summary>
    public bool IsIn(Bits128 other) => ((_low & ~other._low) | (_high & ~other._high)) == 0;

    private static ulong Same(ulong pairs, int value)
    {
        const ulong ones = 0x5555555555555555;
        var (low, high) = (pairs & ones, (pairs >> 1) & ones);
        return ((value & 1) != 0 ? low : ~low) & ((value & 2) != 0 ? high : ~high) & ones;
    }

    public bool Equals(Bits128 other) => _low == other._low && _high == other._high;

    public override bool Equals(object? obj) => obj is Bits128 other && Equals(other);

    public override int GetHashCode()
    {
        var mixed = (_low * 0x9E3779B97F4A7C15) ^ (_high * 0xC2B2AE3D27D4EB4F);
        return (int)(mixed ^ (mixed >> 32));
    }

    /// <summary>An order among sets of bits: negative, zero or positive as one is before, equal to or after another.</summary>
    public static int Order(Bits128 a, Bits128 b) => a._high != b._high ? a._high.CompareTo(b._high) : a._low.CompareTo(b._low);
}
