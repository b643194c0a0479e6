namespace Cimarron.Workloads.Onnx;

/// <summary>What a rule found out about one output.</summary>
/// <param name="Type">ONNX element type; 0 when unknown.</param>
/// <param name="Shape">Shape.</param>
/// <param name="Value">Values, when folded.</param>
internal sealed record NodeOutput(int Type, TensorShape Shape, ConstantTensor? Value);
