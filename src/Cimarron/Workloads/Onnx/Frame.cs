namespace Cimarron.Workloads.Onnx;

/// <summary>Where nodes are read from: the main graph, a branch or a function body.</summary>
/// <param name="Scope">Visible tensors.</param>
/// <param name="Prefix">Prepended to node names, so that they stay unique and tell where they come from.</param>
/// <param name="Opset">Version of the standard operator set in force.</param>
/// <param name="Depth">Nesting of branches and calls.</param>
/// <param name="Call">Attributes of the function call; null outside functions.</param>
/// <param name="Extra">Additional producer of everything in the frame: the condition that chose the branch; −1 for none.</param>
internal sealed record Frame(Scope Scope, string Prefix, long Opset, int Depth, AttributeBag? Call, int Extra);
