namespace Cimarron.DualMode.Programs;

/// <summary>EXT.write: features that lie in the tensor's arrays, or were produced as a stream by the segment before, go to external memory.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Part">Its features.</param>
public sealed record ExternalWrite(string Tensor, Part Part) : Instruction;
