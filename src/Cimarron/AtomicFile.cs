using System.Text;

namespace Cimarron;

/// <summary>
/// Writes files so that a reader, or a crash at any moment, sees the old content or the new one and never a part: the text goes to a
/// temporary file in the same directory, which then takes the file's name.
/// </summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Creates a directory with its parents.</summary>
    /// <exception cref="DiagnosticException">It cannot be created or written to.</exception>
    public static void CreateDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, TemporaryName("probe"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (IsUserError(e))
        {
            throw Failure(path, $"cannot write into this directory: {e.Message}", e);
        }
    }

    /// <summary>Creates the directory that a file is to be written into, with its parents. Called before long work, so that its result is not lost.</summary>
    /// <exception cref="DiagnosticException">It cannot be created or written to.</exception>
    public static void CreateDirectoryOf(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory)
        {
            CreateDirectory(directory);
        }
    }

    /// <summary>
    /// Removes temporary files that a killed run left in a directory. Those that another run is writing at this moment are locked and stay.
    /// </summary>
    /// <param name="directory">The directory; it need not exist.</param>
    public static void RemoveStale(string directory)
    {
        try
        {
            foreach (var file in Directory.Exists(directory) ? Directory.EnumerateFiles(directory, ".*.tmp") : [])
            {
                if (IsTemporaryName(Path.GetFileName(file)) && !IsInUse(file))
                {
                    Discard(file);
                }
            }
        }
        catch (Exception e) when (IsUserError(e))
        {
            // Tidying is a courtesy; whether the directory can be used shows when it is written to.
        }
    }

    /// <summary>Writes a text file.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="DiagnosticException">The file cannot be written; the old content, if any, is untouched and nothing is left behind.</exception>
    public static void Write(string path, Action<TextWriter> write) => WriteBytes(path, stream =>
    {
        using var writer = new StreamWriter(stream, Utf8, bufferSize: -1, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>Writes a binary file.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="DiagnosticException">The file cannot be written; the old content, if any, is untouched and nothing is left behind.</exception>
    public static void WriteBytes(string path, Action<Stream> write)
    {
        string? temporary = null;
        try
        {
            temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", TemporaryName(Path.GetFileName(path)));
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete))
            {
                write(stream);
                stream.Flush(flushToDisk: true);

                // Renamed while still open: the lock tells RemoveStale that this file is not a leftover.
                File.Move(temporary, path, overwrite: true);
                temporary = null;
            }
        }
        catch (Exception e) when (IsUserError(e))
        {
            throw Failure(path, $"cannot write the file: {e.Message}", e);
        }
        finally
        {
            Discard(temporary);
        }
    }

    private static string TemporaryName(string name) => $".{(name.Length <= 100 ? name : name[..100])}.{Guid.NewGuid():N}.tmp";

    /// <summary>Whether a name is one that <see cref="TemporaryName"/> gives: a dot, a name, 32 hexadecimal digits, <c>.tmp</c>.</summary>
    private static bool IsTemporaryName(string name) => name.Length > 39 && name[^37] == '.' && Guid.TryParseExact(name.AsSpan(name.Length - 36, 32), "N", out _);

    private static bool IsInUse(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (IsUserError(e))
        {
            return true;
        }
    }

    private static bool IsUserError(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static DiagnosticException Failure(string path, string message, Exception _) =>
        new(Diagnostic.Error("CIM0110", message, file: path, hint: "check that the disk has room and that you may write there, or choose another place with --output"));

    private static void Discard(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (IsUserError(e))
        {
            // The write itself has failed and is being reported; a temporary file that cannot be removed adds nothing.
        }
    }
}
