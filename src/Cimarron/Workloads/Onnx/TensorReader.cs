using System.Buffers.Binary;
using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>Checks stored tensors and decodes the small ones.</summary>
internal static class TensorReader
{
    /// <summary>Largest integer or boolean tensor that is folded, in elements.</summary>
    public const long MaxFoldedIntegers = 1_000_000;

    /// <summary>Largest floating-point tensor that is folded. Shape arithmetic in floats is tiny; anything larger is weights.</summary>
    public const long MaxFoldedReals = 262_144;

    /// <summary>The data location of tensors whose values are in another file.</summary>
    public const int ExternalLocation = 1;

    /// <summary>The shape of a stored tensor; rejects data that does not fit it.</summary>
    public static TensorShape Check(TensorProto tensor)
    {
        var shape = new TensorShape(tensor.Dims);
        var bits = OnnxType.Bits(tensor.DataType);
        if (bits == 0 && tensor.DataType != OnnxType.Text)
        {
            throw new NodeProblemException("CIM0208", $"element type {tensor.DataType} is not defined by ONNX");
        }

        if (tensor.DataLocation == ExternalLocation)
        {
            return shape;
        }

        if (tensor.RawData.Length > 0)
        {
            var expected = ((Int128)shape.Elements * bits + 7) / 8;
            if (tensor.RawData.Length != expected)
            {
                throw new NodeProblemException(
                    "CIM0208", $"raw_data holds {tensor.RawData.Length} bytes, but shape {shape} of type {tensor.DataType} needs {expected}");
            }
        }
        else if (TypedCount(tensor) is var count and > 0 && count != TypedNeed(tensor, shape))
        {
            throw new NodeProblemException("CIM0208", $"{count} values are stored, but shape {shape} needs {TypedNeed(tensor, shape)}");
        }

        return shape;
    }

    /// <summary>Whether the values are in the file, numeric and few enough to fold.</summary>
    public static bool CanDecode(TensorProto tensor, TensorShape shape) =>
        tensor.DataLocation != ExternalLocation
        && OnnxType.IsNumeric(tensor.DataType)
        && shape.Elements <= FoldLimit(tensor.DataType)
        && (shape.Elements == 0 || tensor.RawData.Length > 0 || TypedCount(tensor) > 0);

    /// <summary>The values of a checked tensor, or null when <see cref="CanDecode"/> says no.</summary>
    public static ConstantTensor? Decode(TensorProto tensor, TensorShape shape)
    {
        if (!CanDecode(tensor, shape))
        {
            return null;
        }

        var type = tensor.DataType;
        if (tensor.RawData.Length == 0)
        {
            return OnnxType.IsInteger(type)
                ? ConstantTensor.Make(type, shape, i => TypedInteger(tensor, (int)i))
                : ConstantTensor.MakeReal(type, shape, i => TypedReal(tensor, (int)i));
        }

        var bytes = tensor.RawData.Memory;
        var size = OnnxType.Bits(type) / 8;
        return OnnxType.IsInteger(type)
            ? ConstantTensor.Make(type, shape, i => RawInteger(bytes.Span.Slice((int)i * size, size), type))
            : ConstantTensor.MakeReal(type, shape, i => RawReal(bytes.Span.Slice((int)i * size, size), type));
    }

    /// <summary>The largest foldable tensor of an element type.</summary>
    public static long FoldLimit(int type) => OnnxType.IsInteger(type) ? MaxFoldedIntegers : MaxFoldedReals;

    /// <summary>Number of values in the typed field.</summary>
    public static int TypedCount(TensorProto tensor) => tensor.DataType switch
    {
        OnnxType.Float or OnnxType.Complex64 => tensor.FloatData.Count,
        OnnxType.Double or OnnxType.Complex128 => tensor.DoubleData.Count,
        OnnxType.Int64 => tensor.Int64Data.Count,
        OnnxType.Uint32 or OnnxType.Uint64 => tensor.Uint64Data.Count,
        OnnxType.Text => tensor.StringData.Count,
        _ => tensor.Int32Data.Count,
    };

    private static Int128 TypedNeed(TensorProto tensor, TensorShape shape) => OnnxType.Bits(tensor.DataType) == 4
        ? ((Int128)shape.Elements + 1) / 2
        : tensor.DataType is OnnxType.Complex64 or OnnxType.Complex128 ? (Int128)shape.Elements * 2 : shape.Elements;

    /// <summary>A stored integer of the typed field.</summary>
    public static long TypedInteger(TensorProto tensor, int i) => tensor.DataType switch
    {
        OnnxType.Int64 => tensor.Int64Data[i],
        OnnxType.Uint32 or OnnxType.Uint64 => unchecked((long)tensor.Uint64Data[i]),
        _ => tensor.Int32Data[i],
    };

    /// <summary>A stored real of the typed field.</summary>
    public static double TypedReal(TensorProto tensor, int i) => tensor.DataType switch
    {
        OnnxType.Float => tensor.FloatData[i],
        OnnxType.Double => tensor.DoubleData[i],
        OnnxType.Float16 => (double)BitConverter.UInt16BitsToHalf(unchecked((ushort)tensor.Int32Data[i])),
        _ => Bfloat16(unchecked((ushort)tensor.Int32Data[i])),
    };

    /// <summary>An integer of raw data.</summary>
    public static long RawInteger(ReadOnlySpan<byte> bytes, int type) => type switch
    {
        OnnxType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        OnnxType.Uint64 => unchecked((long)BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
        OnnxType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        OnnxType.Uint32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        OnnxType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        OnnxType.Uint16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        OnnxType.Int8 => unchecked((sbyte)bytes[0]),
        _ => bytes[0],
    };

    /// <summary>A real of raw data.</summary>
    public static double RawReal(ReadOnlySpan<byte> bytes, int type) => type switch
    {
        OnnxType.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        OnnxType.Double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        OnnxType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        _ => Bfloat16(BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
    };

    private static double Bfloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
