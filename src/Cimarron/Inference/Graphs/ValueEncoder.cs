using System.Buffers.Binary;
using Cimarron.Workloads.Onnx;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;

namespace Cimarron.Inference.Graphs;

/// <summary>Writes values into stored tensors.</summary>
internal static class ValueEncoder
{
    /// <summary>Replaces the values of a stored tensor, in its own element type, as raw data.</summary>
    public static void Replace(TensorProto proto, Tensor tensor)
    {
        var size = OnnxType.Bits(proto.DataType) / 8;
        var bytes = new byte[(long)tensor.Count * size];
        for (var i = 0; i < tensor.Count; i++)
        {
            var target = bytes.AsSpan(i * size, size);
            if (tensor.IsReal)
            {
                WriteReal(target, proto.DataType, tensor.RealArray[i]);
            }
            else
            {
                WriteInteger(target, tensor.IntegerArray[i]);
            }
        }

        proto.FloatData.Clear();
        proto.Int32Data.Clear();
        proto.Int64Data.Clear();
        proto.DoubleData.Clear();
        proto.Uint64Data.Clear();
        proto.ExternalData.Clear();
        proto.DataLocation = 0;
        proto.RawData = ByteString.CopyFrom(bytes);
    }

    private static void WriteReal(Span<byte> target, int type, float value)
    {
        switch (type)
        {
            case OnnxType.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(target, value);
                break;
            case OnnxType.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(target, (Half)value);
                break;
            case OnnxType.Bfloat16:
                BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));
                break;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(target, value);
                break;
        }
    }

    private static void WriteInteger(Span<byte> target, long value)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (byte)(value >> (8 * i));
        }
    }
}
