namespace Cimarron.Workloads.Onnx;

/// <summary>A node, tensor or attribute contradicts the format; turned into an error diagnostic that names the node. Never leaves this namespace.</summary>
internal sealed class NodeProblemException(string code, string message) : Exception(message)
{
    /// <summary>Diagnostic code.</summary>
    public string Code { get; } = code;

    /// <summary>A problem with what a node says about itself.</summary>
    public static NodeProblemException Invalid(string message) => new("CIM0209", message);
}
