namespace Cimarron.Workloads.Onnx;

/// <summary>A node is well formed, but its output shapes depend on something that is not known before run time. Never leaves this namespace.</summary>
internal sealed class UnresolvedException(string message, bool isInherited = false) : Exception(message)
{
    /// <summary>Whether an earlier node is the cause, so that reporting it again would be noise.</summary>
    public bool IsInherited { get; } = isInherited;
}
