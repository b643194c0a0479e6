namespace Cimarron.Workloads.Onnx;

/// <summary>The element types of the ONNX format, by their numbers.</summary>
internal static class OnnxType
{
    public const int Undefined = 0;
    public const int Float = 1;
    public const int Uint8 = 2;
    public const int Int8 = 3;
    public const int Uint16 = 4;
    public const int Int16 = 5;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Text = 8;
    public const int Bool = 9;
    public const int Float16 = 10;
    public const int Double = 11;
    public const int Uint32 = 12;
    public const int Uint64 = 13;
    public const int Complex64 = 14;
    public const int Complex128 = 15;
    public const int Bfloat16 = 16;
    public const int Float8First = 17;
    public const int Float8Last = 20;
    public const int Uint4 = 21;
    public const int Int4 = 22;
    public const int Float4 = 23;

    /// <summary>Bits per element in raw data; 0 when the type has no fixed size or is unknown.</summary>
    public static int Bits(int type) => type switch
    {
        Uint4 or Int4 or Float4 => 4,
        Uint8 or Int8 or Bool or (>= Float8First and <= Float8Last) => 8,
        Uint16 or Int16 or Float16 or Bfloat16 => 16,
        Float or Int32 or Uint32 => 32,
        Int64 or Uint64 or Double or Complex64 => 64,
        Complex128 => 128,
        _ => 0,
    };

    /// <summary>Whether values of the type are held as integers (booleans are 0 and 1).</summary>
    public static bool IsInteger(int type) =>
        type is Uint8 or Int8 or Uint16 or Int16 or Int32 or Int64 or Bool or Uint32 or Uint64;

    /// <summary>Whether values of the type can be folded at all.</summary>
    public static bool IsNumeric(int type) => IsInteger(type) || type is Float or Double or Float16 or Bfloat16;
}
