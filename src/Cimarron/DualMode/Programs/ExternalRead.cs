namespace Cimarron.DualMode.Programs;

/// <summary>EXT.read: features of a tensor come on chip, into its arrays if they have room for all of it, as a stream of the next segment otherwise.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Part">Its features.</param>
public sealed record ExternalRead(string Tensor, Part Part) : Instruction;
