namespace Cimarron.Inference.Quantisation;

/// <summary>Where the graph meets the outside.</summary>
/// <param name="Name">Name of the input or output in the model.</param>
/// <param name="Tensor">The tensor that holds it.</param>
/// <param name="IsReal">Whether the model has real values there, so that they are quantised or dequantised on the way.</param>
public sealed record QuantizedPort(string Name, string Tensor, bool IsReal);
