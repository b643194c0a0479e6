namespace Cimarron.Inference.Arrays;

/// <summary>Reads one array.</summary>
internal static class NpyReader
{
    /// <summary>Largest array, bytes: what one .NET array holds.</summary>
    public const long MaxBytes = 0x7FFF_FFC7;

    /// <summary>Reads an array of a stream of known length.</summary>
    /// <exception cref="InvalidDataException">The bytes are no supported array, or more or fewer than the header states.</exception>
    public static NpyArray Read(Stream stream, long length)
    {
        var header = NpyHeader.Read(stream, out var headerLength);

        // The length is known before anything is allocated, so a header cannot ask for memory that the file does not justify.
        if (header.DataBytes > MaxBytes || header.DataBytes != length - headerLength)
        {
            throw new InvalidDataException($"its shape ({string.Join(", ", header.Shape)}) needs {header.DataBytes} bytes, but {length - headerLength} follow the header");
        }

        var bytes = new byte[(int)header.DataBytes];
        stream.ReadExactly(bytes);
        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException("bytes follow the last element");
        }

        if (header.IsBigEndian)
        {
            Reverse(bytes, header.Type.Size());
        }

        return new NpyArray(header.Type, header.Shape, header.IsFortranOrder ? Reorder(bytes, header) : bytes);
    }

    private static void Reverse(byte[] bytes, int size)
    {
        for (var i = 0; i < bytes.Length; i += size)
        {
            bytes.AsSpan(i, size).Reverse();
        }
    }

    /// <summary>Column-major elements in row-major order.</summary>
    private static byte[] Reorder(byte[] bytes, NpyHeader header)
    {
        var size = header.Type.Size();
        var result = new byte[bytes.Length];
        var index = new int[header.Shape.Length];
        var strides = new int[header.Shape.Length];
        var step = 1;
        for (var axis = 0; axis < strides.Length; axis++)
        {
            strides[axis] = step;
            step *= Math.Max(1, header.Shape[axis]);
        }

        var source = 0;
        for (var target = 0; target < bytes.Length; target += size)
        {
            bytes.AsSpan(source * size, size).CopyTo(result.AsSpan(target));
            for (var axis = index.Length - 1; axis >= 0; axis--)
            {
                source += strides[axis];
                if (++index[axis] < header.Shape[axis])
                {
                    break;
                }

                source -= strides[axis] * index[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
