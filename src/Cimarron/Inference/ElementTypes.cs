namespace Cimarron.Inference;

/// <summary>Sizes and classes of element types.</summary>
internal static class ElementTypes
{
    /// <summary>Whether elements are floating-point numbers.</summary>
    public static bool IsReal(this ElementType type) => type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16;

    /// <summary>Bytes of an element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Int8 or ElementType.UInt8 or ElementType.Bool => 1,
        ElementType.Int16 or ElementType.UInt16 or ElementType.Float16 => 2,
        ElementType.Int32 or ElementType.UInt32 or ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>An integer brought into the range of a type, as conversion in hardware does: the low bits are kept.</summary>
    public static long Wrap(this ElementType type, long value) => type switch
    {
        ElementType.Int8 => unchecked((sbyte)value),
        ElementType.UInt8 => unchecked((byte)value),
        ElementType.Int16 => unchecked((short)value),
        ElementType.UInt16 => unchecked((ushort)value),
        ElementType.Int32 => unchecked((int)value),
        ElementType.UInt32 => unchecked((uint)value),
        ElementType.Bool => value == 0 ? 0 : 1,
        _ => value,
    };
}
