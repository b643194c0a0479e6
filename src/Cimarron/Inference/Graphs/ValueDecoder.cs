using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cimarron.Workloads.Onnx;
using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Inference.Graphs;

/// <summary>Decodes stored tensors of any size, those in files beside the model included.</summary>
/// <param name="modelPath">The model file.</param>
internal sealed class ValueDecoder(string modelPath)
{
    /// <summary>The element type of an ONNX type number; null when values of it are not supported. Bfloat16 is widened.</summary>
    public static ElementType? TypeOf(int type) => type switch
    {
        OnnxType.Float or OnnxType.Bfloat16 => ElementType.Float32,
        OnnxType.Double => ElementType.Float64,
        OnnxType.Float16 => ElementType.Float16,
        OnnxType.Int8 => ElementType.Int8,
        OnnxType.Uint8 => ElementType.UInt8,
        OnnxType.Int16 => ElementType.Int16,
        OnnxType.Uint16 => ElementType.UInt16,
        OnnxType.Int32 => ElementType.Int32,
        OnnxType.Uint32 => ElementType.UInt32,
        OnnxType.Int64 => ElementType.Int64,
        OnnxType.Uint64 => ElementType.UInt64,
        OnnxType.Bool => ElementType.Bool,
        _ => null,
    };

    /// <summary>Dimensions as 32-bit numbers; default when they are unknown or do not fit.</summary>
    public static ImmutableArray<int> ShapeOf(TensorShape? shape) =>
        shape is null || shape.Elements > Array.MaxLength || shape.Dims.Any(d => d > int.MaxValue) ? default : [.. shape.Dims.Select(d => (int)d)];

    /// <summary>The values that the import has folded.</summary>
    public static Tensor Of(ConstantTensor value)
    {
        var shape = ShapeOf(value.Shape);
        return value.IsInteger
            ? Tensor.Of(TypeOf(value.Type)!.Value, value.Integers(), shape)
            : Tensor.Of([.. Enumerable.Range(0, value.Count).Select(i => (float)value.Real(i))], shape);
    }

    /// <summary>The values of a stored tensor.</summary>
    /// <exception cref="DiagnosticException">They are not stored, of an unsupported type, or in a file that is missing, too short or elsewhere.</exception>
    public Tensor Decode(string name, TensorProto proto)
    {
        var type = TypeOf(proto.DataType) ?? throw Failure("CIM0831", name, $"values of element type {proto.DataType} are not supported");
        var shape = ShapeOf(TensorReader.Check(proto));
        if (shape.IsDefault)
        {
            throw Failure("CIM0831", name, "the tensor has more elements than an array can hold");
        }

        var count = shape.Aggregate(1, (product, d) => product * d);
        var size = OnnxType.Bits(proto.DataType) / 8;
        var raw = proto.DataLocation == TensorReader.ExternalLocation ? ReadExternal(name, proto, (long)count * size) : proto.RawData.Memory;
        if (raw.IsEmpty && count > 0 && TensorReader.TypedCount(proto) != count)
        {
            throw Failure("CIM0832", name, "the file holds no values for it", "save the model with its weights");
        }

        return type.IsReal() ? Tensor.Of(Reals(proto, raw, count, size), shape) : Tensor.Of(type, Integers(proto, raw, count, size), shape);
    }

    private static float[] Reals(TensorProto proto, ReadOnlyMemory<byte> raw, int count, int size)
    {
        if (!raw.IsEmpty && proto.DataType == OnnxType.Float && BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.Cast<byte, float>(raw.Span).ToArray();
        }

        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(raw.IsEmpty ? TensorReader.TypedReal(proto, i) : TensorReader.RawReal(raw.Span.Slice(i * size, size), proto.DataType));
        }

        return values;
    }

    private static long[] Integers(TensorProto proto, ReadOnlyMemory<byte> raw, int count, int size)
    {
        var type = TypeOf(proto.DataType)!.Value;
        var values = new long[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = type.Wrap(raw.IsEmpty ? TensorReader.TypedInteger(proto, i) : TensorReader.RawInteger(raw.Span.Slice(i * size, size), proto.DataType));
        }

        return values;
    }

    private ReadOnlyMemory<byte> ReadExternal(string name, TensorProto proto, long bytes)
    {
        var location = External(proto, "location") ?? throw Failure("CIM0833", name, "its external data has no location");
        var path = Beside(name, location);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var offset = Number(name, proto, "offset") ?? 0;
            var length = Number(name, proto, "length") ?? bytes;
            if (length != bytes || offset > stream.Length - bytes || bytes > Array.MaxLength)
            {
                throw Failure("CIM0833", name, $"it needs {bytes} bytes at {offset} of '{location}', which has {stream.Length} and is said to hold {length}");
            }

            var data = new byte[bytes];
            stream.Position = offset;
            stream.ReadExactly(data);
            return data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Failure("CIM0833", name, $"its external data '{location}' cannot be read", "keep the files of external data beside the model");
        }
    }

    /// <summary>The path of a file in the model's directory or below; links that lead outside are refused too.</summary>
    private string Beside(string name, string location)
    {
        try
        {
            var root = Path.GetDirectoryName(Path.GetFullPath(modelPath)) ?? "/";
            var path = Path.GetFullPath(Path.Combine(root, location));
            var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            var prefix = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
            return !Path.IsPathRooted(location) && new[] { path, target }.All(p => p.StartsWith(prefix, StringComparison.Ordinal))
                ? path
                : throw Failure("CIM0834", name, "its external data is not in the directory of the model", "keep the files of external data beside the model");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Failure("CIM0833", name, "its external data has no usable path", "keep the files of external data beside the model");
        }
    }

    private long? Number(string name, TensorProto proto, string key) => External(proto, key) is not { } text ? null
        : long.TryParse(text, out var value) && value >= 0 ? value
        : throw Failure("CIM0833", name, $"the {key} of its external data is not a number");

    private static string? External(TensorProto proto, string key) => proto.ExternalData.FirstOrDefault(e => e.Key == key)?.Value;

    private DiagnosticException Failure(string code, string name, string message, string? hint = null) =>
        new(Diagnostic.Error(code, message, modelPath, field: $"tensor '{(name.Length > 200 ? name[..200] : name)}'", hint: hint));
}
