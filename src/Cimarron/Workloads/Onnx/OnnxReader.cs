using System.Security.Cryptography;
using System.Text;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;

namespace Cimarron.Workloads.Onnx;

/// <summary>Reads an ONNX file into a <see cref="Network"/>.</summary>
internal static class OnnxReader
{
    /// <summary>The format's messages are limited to 2 GiB; larger models keep their weights outside the file.</summary>
    private const long MaxBytes = int.MaxValue;

    /// <summary>Graphs nest through attributes, three messages per level; 100 messages are more than any exporter writes.</summary>
    private const int MaxMessageDepth = 100;

    /// <summary>Reads, infers and checks a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dims">Values of symbolic dimensions.</param>
    /// <param name="cancellationToken">Stops the import.</param>
    /// <exception cref="DiagnosticException">The file cannot be read or contradicts the format; lists everything found.</exception>
    public static Network Read(string path, IReadOnlyDictionary<string, int> dims, CancellationToken cancellationToken) => Read(path, dims, null, cancellationToken);

    /// <summary>Reads, infers and checks a model and keeps what values are computed from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dims">Values of symbolic dimensions.</param>
    /// <param name="trace">Filled in.</param>
    /// <param name="cancellationToken">Stops the import.</param>
    /// <exception cref="DiagnosticException">The file cannot be read or contradicts the format; lists everything found.</exception>
    public static Network Read(string path, IReadOnlyDictionary<string, int> dims, ImportTrace? trace, CancellationToken cancellationToken)
    {
        using var stream = Open(path);
        var fileHash = Hash(stream, path);
        var model = Parse(stream, path);
        return Import(model, path, fileHash, dims, cancellationToken, trace);
    }

    /// <summary>Infers and checks a parsed model.</summary>
    public static Network Import(
        ModelProto model, string path, byte[] fileHash, IReadOnlyDictionary<string, int> dims, CancellationToken cancellationToken, ImportTrace? trace = null)
    {
        var findings = new Findings(path);
        if (model.Graph is null || model.Graph.Node.Count == 0)
        {
            throw new DiagnosticException(findings.Error(
                "CIM0202", "graph", "the file has no operators", "Check that the file is an ONNX model and not another protobuf file."));
        }

        var importer = new GraphImporter(model, new SymbolTable(dims, findings), findings, cancellationToken, trace);
        trace?.Open(model);
        var nodes = importer.Run();
        findings.ThrowIfErrors();
        var name = Path.GetFileNameWithoutExtension(path);
        return nodes.Build(name, path, _ => Identity(fileHash, dims), findings.Remarks());
    }

    private static FileStream Open(string path)
    {
        DiagnosticException Failure(string code, string message, string? hint = null) =>
            new(Diagnostic.Error(code, message, path, hint: hint));
        if (Directory.Exists(path))
        {
            throw Failure("CIM0101", "this is a directory, expected an ONNX file", "Name the .onnx file inside it.");
        }

        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (stream.CanSeek && stream.Length is > 0 and <= MaxBytes)
            {
                return stream;
            }

            var failure = !stream.CanSeek
                ? Failure("CIM0103", "this is not a regular file")
                : stream.Length == 0
                    ? Failure("CIM0103", "the file is empty")
                    : Failure(
                        "CIM0104",
                        $"the file has {stream.Length} bytes; the format allows {MaxBytes}",
                        "Save the model with external data: weights are not needed.");
            stream.Dispose();
            throw failure;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Failure("CIM0101", "the file does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException)
        {
            throw Failure("CIM0102", $"the file cannot be read: {e.Message}");
        }
    }

    private static byte[] Hash(FileStream stream, string path)
    {
        try
        {
            var hash = SHA256.HashData(stream);
            stream.Position = 0;
            return hash;
        }
        catch (IOException e)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0102", $"the file cannot be read: {e.Message}", path));
        }
    }

    private static ModelProto Parse(FileStream stream, string path)
    {
        try
        {
            using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, MaxMessageDepth);
            var model = ModelProto.Parser.ParseFrom(input);

            // A stray end-of-group tag stops the parser early without an error.
            return input.IsAtEnd ? model : throw new InvalidDataException("unexpected data inside the file");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or InvalidOperationException
            or OverflowException or OutOfMemoryException)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0201", $"the file is not a valid ONNX model: {e.Message}", path, hint: "Check that the file is complete and was written as ONNX protobuf."));
        }
    }

    private static string Identity(byte[] fileHash, IReadOnlyDictionary<string, int> dims)
    {
        var text = Convert.ToHexStringLower(fileHash) + string.Concat(dims.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"\n{d.Key}={d.Value}"));
        return dims.Count == 0 ? Convert.ToHexStringLower(fileHash) : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
