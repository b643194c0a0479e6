using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Cimarron.Inference.Arrays;

/// <summary>
/// The header of an NPY file: magic, version, and a Python dictionary with element type, order and shape.
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
/// </summary>
/// <param name="Type">Type of the elements.</param>
/// <param name="IsBigEndian">Whether the bytes of an element are reversed.</param>
/// <param name="IsFortranOrder">Whether the first axis runs fastest.</param>
/// <param name="Shape">Dimensions.</param>
internal sealed record NpyHeader(ElementType Type, bool IsBigEndian, bool IsFortranOrder, ImmutableArray<int> Shape)
{
    private const int MaxLength = 65536;

    private const int MaxRank = 32;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    private static readonly Dictionary<string, ElementType> Codes = new(StringComparer.Ordinal)
    {
        ["i1"] = ElementType.Int8,
        ["u1"] = ElementType.UInt8,
        ["i2"] = ElementType.Int16,
        ["u2"] = ElementType.UInt16,
        ["i4"] = ElementType.Int32,
        ["u4"] = ElementType.UInt32,
        ["i8"] = ElementType.Int64,
        ["u8"] = ElementType.UInt64,
        ["f2"] = ElementType.Float16,
        ["f4"] = ElementType.Float32,
        ["f8"] = ElementType.Float64,
        ["b1"] = ElementType.Bool,
    };

    /// <summary>Bytes of the data; computed in 128 bits, so that no shape overflows it.</summary>
    public Int128 DataBytes => Shape.Aggregate((Int128)Type.Size(), (product, d) => product * d);

    /// <summary>Reads a header and leaves the stream at the first element.</summary>
    /// <exception cref="InvalidDataException">It is not a header of a supported array.</exception>
    public static NpyHeader Read(Stream stream, out int length)
    {
        var start = new byte[8];
        stream.ReadExactly(start);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic) || start[6] is < 1 or > 3)
        {
            throw new InvalidDataException("it does not start with the magic of NPY versions 1 to 3");
        }

        var size = new byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(size);
        var count = start[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (count > MaxLength)
        {
            throw new InvalidDataException($"its header has {count} bytes; at most {MaxLength} are read");
        }

        var text = new byte[count];
        stream.ReadExactly(text);
        length = start.Length + size.Length + text.Length;
        return Parse(Encoding.UTF8.GetString(text));
    }

    /// <summary>The header of an array in row-major order, version 1.</summary>
    public static byte[] Write(NpyArray array)
    {
        var code = Codes.First(c => c.Value == array.Type).Key;
        var prefix = array.Type.Size() == 1 ? '|' : '<';
        var shape = array.Shape.Length == 1 ? $"({array.Shape[0]},)" : $"({string.Join(", ", array.Shape)})";
        var text = $"{{'descr': '{prefix}{code}', 'fortran_order': False, 'shape': {shape}, }}";
        var total = (10 + text.Length + 1 + 63) / 64 * 64;
        var bytes = Encoding.ASCII.GetBytes(text.PadRight(total - 11) + "\n");
        return [.. Magic, 1, 0, (byte)bytes.Length, (byte)(bytes.Length >> 8), .. bytes];
    }

    private static NpyHeader Parse(string text)
    {
        var descr = Quoted(After(text, "descr"));
        var order = After(text, "fortran_order");
        var code = descr.Length > 0 && descr[0] is '<' or '>' or '|' or '=' ? descr[1..] : descr;
        if (!Codes.TryGetValue(code, out var type))
        {
            throw new InvalidDataException($"its element type '{descr}' is not one of {string.Join(", ", Codes.Keys)}");
        }

        var isFortran = order.StartsWith("True", StringComparison.Ordinal);
        return isFortran || order.StartsWith("False", StringComparison.Ordinal)
            ? new NpyHeader(type, descr[0] == '>', isFortran, Dims(After(text, "shape")))
            : throw new InvalidDataException("its header does not say fortran_order: True or False");
    }

    private static string After(string text, string key)
    {
        var at = text.IndexOf($"'{key}'", StringComparison.Ordinal);
        var colon = at < 0 ? -1 : text.IndexOf(':', at + key.Length + 2);
        return colon < 0 ? throw new InvalidDataException($"its header has no '{key}'") : text[(colon + 1)..].TrimStart();
    }

    private static string Quoted(string text)
    {
        var end = text.Length > 0 && text[0] == '\'' ? text.IndexOf('\'', 1) : -1;
        return end > 0 ? text[1..end] : throw new InvalidDataException("its element type is not a single quoted name");
    }

    private static ImmutableArray<int> Dims(string text)
    {
        var end = text.Length > 0 && text[0] == '(' ? text.IndexOf(')', StringComparison.Ordinal) : -1;
        var parts = end > 0 ? text[1..end].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : throw new InvalidDataException("its shape is not a tuple");
        return parts.Length <= MaxRank
            ? [.. parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var d) ? d : throw new InvalidDataException($"its shape has the dimension '{p}'"))]
            : throw new InvalidDataException($"its rank is {parts.Length}; at most {MaxRank} is supported");
    }
}
