using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Cimarron.Inference.Arrays;

/// <summary>An array of an NPZ file: elements in row-major order, little-endian.</summary>
/// <param name="type">Type of the elements.</param>
/// <param name="shape">Dimensions, each ≥ 0; empty for a scalar.</param>
/// <param name="bytes">The elements; their number must fit the shape.</param>
public sealed class NpyArray(ElementType type, ImmutableArray<int> shape, ReadOnlyMemory<byte> bytes)
{
    /// <summary>Type of the elements.</summary>
    public ElementType Type { get; } = type;

    /// <summary>Dimensions, each ≥ 0.</summary>
    public ImmutableArray<int> Shape { get; } = shape;

    /// <summary>The elements as bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes.Length == shape.Aggregate((long)type.Size(), (product, d) => checked(product * d))
        ? bytes
        : throw new ArgumentException("the number of bytes does not fit the shape", nameof(bytes));

    /// <summary>Number of elements.</summary>
    public int Count => Bytes.Length / Type.Size();

    /// <summary>An array of singles.</summary>
    public static NpyArray Of(float[] values, params ImmutableArray<int> shape) => Make(ElementType.Float32, values, shape);

    /// <summary>An array of bytes.</summary>
    public static NpyArray Of(byte[] values, params ImmutableArray<int> shape) => Make(ElementType.UInt8, values, shape);

    /// <summary>An array of signed bytes.</summary>
    public static NpyArray Of(sbyte[] values, params ImmutableArray<int> shape) => Make(ElementType.Int8, values, shape);

    /// <summary>An array of 32-bit integers.</summary>
    public static NpyArray Of(int[] values, params ImmutableArray<int> shape) => Make(ElementType.Int32, values, shape);

    /// <summary>An array of 64-bit integers.</summary>
    public static NpyArray Of(long[] values, params ImmutableArray<int> shape) => Make(ElementType.Int64, values, shape);

    /// <summary>The elements as singles; 64-bit integers and doubles are rounded.</summary>
    public float[] ToFloats()
    {
        var values = new float[Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                ElementType.Float32 => As<float>()[i],
                ElementType.Float64 => (float)As<double>()[i],
                ElementType.Float16 => (float)As<Half>()[i],
                ElementType.UInt64 => As<ulong>()[i],
                _ => Integer(i),
            };
        }

        return values;
    }

    /// <summary>The elements as 64-bit integers; reals are truncated and saturated, unsigned 64-bit integers reinterpreted.</summary>
    public long[] ToIntegers()
    {
        var values = new long[Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                ElementType.Float32 => (long)As<float>()[i],
                ElementType.Float64 => (long)As<double>()[i],
                ElementType.Float16 => (long)As<Half>()[i],
                _ => Integer(i),
            };
        }

        return values;
    }

    /// <summary>The elements as values of their own type.</summary>
    /// <typeparam name="T">A type of the size of an element.</typeparam>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.Span);

    private long Integer(int index) => Type switch
    {
        ElementType.Int8 => As<sbyte>()[index],
        ElementType.UInt8 => As<byte>()[index],
        ElementType.Bool => As<byte>()[index] == 0 ? 0 : 1,
        ElementType.Int16 => As<short>()[index],
        ElementType.UInt16 => As<ushort>()[index],
        ElementType.Int32 => As<int>()[index],
        ElementType.UInt32 => As<uint>()[index],
        _ => As<long>()[index],
    };

    private static NpyArray Make<T>(ElementType type, T[] values, ImmutableArray<int> shape)
        where T : unmanaged => new(type, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
