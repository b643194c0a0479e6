using System.IO.Compression;

namespace Cimarron.Inference.Arrays;

/// <summary>Reads and writes NPZ files: ZIP archives of NPY arrays, as NumPy saves them.</summary>
public static class NpzFile
{
    /// <summary>More than deflate can reach (1,032 : 1), so an entry beyond it lies about its size.</summary>
    private const long MaxRatio = 1100;

    /// <summary>Sizes of all arrays together, bytes.</summary>
    private const long MaxTotal = 8L << 30;

    private const int MaxEntries = 100_000;

    /// <summary>All arrays by name, without the suffix <c>.npy</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DiagnosticException">The file is missing, unreadable, damaged, or holds something other than arrays of supported types.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Failure("CIM0821", path, "this is a directory, expected an NPZ file", "name a file inside it");
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            CheckSizes(path, stream.Length, archive);
            var arrays = new SortedDictionary<string, NpyArray>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries)
            {
                Add(path, entry, arrays);
            }

            return arrays;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Failure("CIM0821", path, "no such file; expected an NPZ file", "check the path");
        }
        catch (InvalidDataException e)
        {
            throw Failure("CIM0822", path, $"the file is not an NPZ archive: {e.Message}", "write it with numpy.savez or numpy.savez_compressed");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or OutOfMemoryException)
        {
            throw Failure("CIM0821", path, $"cannot read the NPZ file: {e.Message}", "check the path and its permissions");
        }
    }

    /// <summary>Writes arrays in the order of their names, deflated; the same arrays give the same bytes.</summary>
    /// <param name="path">The file; replaced as a whole or not at all.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <exception cref="DiagnosticException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, NpyArray> arrays) => AtomicFile.WriteBytes(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, array) in arrays.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.Optimal);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var target = entry.Open();
            target.Write(NpyHeader.Write(array));
            target.Write(array.Bytes.Span);
        }
    });

    private static void CheckSizes(string path, long fileLength, ZipArchive archive)
    {
        if (archive.Entries.Count > MaxEntries)
        {
            throw Failure("CIM0824", path, $"the archive has {archive.Entries.Count} entries; at most {MaxEntries} are read", "check that this is the file you meant");
        }

        Int128 total = 0;
        Int128 compressed = 0;
        foreach (var entry in archive.Entries)
        {
            total += entry.Length;
            compressed += entry.CompressedLength;
        }

        if (total > MaxTotal || total > ((Int128)fileLength + 1) * MaxRatio || compressed > fileLength)
        {
            throw Failure("CIM0824", path, $"the archive of {fileLength} bytes states arrays of {total} bytes", "the file is damaged or made to exhaust memory");
        }
    }

    private static void Add(string path, ZipArchiveEntry entry, SortedDictionary<string, NpyArray> arrays)
    {
        if (!entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
        {
            throw Failure("CIM0823", path, "the archive holds an entry that is no NPY array", "write it with numpy.savez", entry.FullName);
        }

        try
        {
            using var stream = entry.Open();
            if (!arrays.TryAdd(entry.FullName[..^4], NpyReader.Read(stream, entry.Length)))
            {
                throw new InvalidDataException("another array has the same name");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Failure("CIM0823", path, $"the array cannot be read: {e.Message}", "write it with numpy.savez", entry.FullName);
        }
    }

    private static DiagnosticException Failure(string code, string path, string message, string hint, string? entry = null) =>
        new(Diagnostic.Error(code, message, path, field: entry is null ? null : $"array '{(entry.Length > 200 ? entry[..200] : entry)}'", hint: hint));
}
