namespace Cimarron.DualMode.Programs;

/// <summary>MEM.free: the tensor's arrays become free; what they hold is gone.</summary>
/// <param name="Tensor">The tensor.</param>
public sealed record Free(string Tensor) : Instruction;
