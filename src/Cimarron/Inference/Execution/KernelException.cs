namespace Cimarron.Inference.Execution;

/// <summary>A node cannot be executed; turned into a diagnostic that names it. Never leaves this namespace.</summary>
internal sealed class KernelException(string message) : Exception(message);
