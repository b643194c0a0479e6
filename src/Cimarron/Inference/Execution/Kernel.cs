namespace Cimarron.Inference.Execution;

/// <summary>Computes the outputs of a node, one per output slot.</summary>
internal delegate Tensor[] Kernel(KernelContext node);
