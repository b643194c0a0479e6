namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>
/// Infers the outputs and the cost of one node. Throws <see cref="NodeProblemException"/> when the node contradicts the format and
/// <see cref="UnresolvedException"/> when its outputs depend on run-time values.
/// </summary>
internal delegate void OperatorRule(NodeContext node);
