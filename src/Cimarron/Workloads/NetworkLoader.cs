using Cimarron.Workloads.Onnx;
using Cimarron.Workloads.Zoo;

namespace Cimarron.Workloads;

/// <summary>The one way from what a user names to a <see cref="Network"/>.</summary>
public static class NetworkLoader
{
    /// <summary>
    /// Loads a network: an ONNX file when the text ends in <c>.onnx</c> or names an existing file, a built-in network with options
    /// (<c>resnet18</c>, <c>llama2-7b:decode,context=1024</c>) otherwise.
    /// </summary>
    /// <param name="nameOrPath">Path or zoo name.</param>
    /// <param name="dims">Values ≥ 1 of the model's symbolic dimensions by name; an unnamed dimension is called <c>input.axis</c>. ONNX only.</param>
    /// <param name="cancellationToken">Stops the import.</param>
    /// <exception cref="DiagnosticException">The network cannot be used; lists every error found.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Network Load(string nameOrPath, IReadOnlyDictionary<string, int>? dims = null, CancellationToken cancellationToken = default)
    {
        dims ??= new Dictionary<string, int>();
        if (nameOrPath.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || File.Exists(nameOrPath)
            || (Directory.Exists(nameOrPath) && !NetworkZoo.Knows(nameOrPath)))
        {
            return OnnxReader.Read(nameOrPath, dims, cancellationToken);
        }

        if (dims.Count > 0)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0112",
                $"'{nameOrPath}' is a built-in network and has no symbolic dimensions",
                field: "--dim",
                hint: "Give options after the name, e.g. bert-base:seq=128, or name an .onnx file."));
        }

        return NetworkZoo.Load(nameOrPath);
    }
}
