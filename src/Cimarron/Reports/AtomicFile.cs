using System.Text;

namespace Cimarron.Reports;

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

    /// <summary>Writes a text file.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="DiagnosticException">The file cannot be written; the old content, if any, is untouched and nothing is left behind.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        string? temporary = null;
        try
        {
            temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", TemporaryName(Path.GetFileName(path)));
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                using (var writer = new StreamWriter(stream, Utf8, bufferSize: -1, leaveOpen: true) { NewLine = "\n" })
                {
                    write(writer);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            temporary = null;
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
