using System.Text;

namespace Cimarron;

/// <summary>Reads files that a user names, whatever they turn out to be.</summary>
internal static class InputFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a UTF-8 file without byte-order mark, line ends normalised to <c>\n</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it should be, for messages, e.g. <c>chip file</c>.</param>
    /// <param name="code">Code of the diagnostic when it cannot be read.</param>
    /// <param name="maxBytes">Largest size accepted.</param>
    /// <exception cref="DiagnosticException">The file is missing, a directory, unreadable, too large or not UTF-8 text.</exception>
    public static string ReadText(string path, string what, string code, int maxBytes)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Failure(path, code, $"this is a directory, not a {what}", "name a file inside it");
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = ReadAtMost(stream, maxBytes) ?? throw Failure(path, code, $"the file is larger than {maxBytes} bytes, too large for a {what}", "check that this is the file you meant");
            var text = StrictUtf8.GetString(bytes);
            return text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        }
        catch (DecoderFallbackException)
        {
            throw Failure(path, code, $"the file is not UTF-8 text, so it is not a {what}", "save it as UTF-8");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Failure(path, code, $"no such file; expected a {what}", "check the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Failure(path, code, $"cannot read the {what}: {e.Message}", "check the path and its permissions");
        }
    }

    /// <summary>All bytes, or null when there are more than <paramref name="maxBytes"/>; works for pipes, whose length is unknown.</summary>
    private static byte[]? ReadAtMost(Stream stream, int maxBytes)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[65536];
        int read;
        while ((read = stream.Read(chunk, 0, chunk.Length)) > 0)
        {
            if (buffer.Length + read > maxBytes)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static DiagnosticException Failure(string path, string code, string message, string hint) =>
        new(Diagnostic.Error(code, message, file: path, hint: hint));
}
