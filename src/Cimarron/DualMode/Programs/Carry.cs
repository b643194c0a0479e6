namespace Cimarron.DualMode.Programs;

/// <summary>MEM.carry: the next iteration of a block begins, and one of its tensors takes over the place and the contents of another.</summary>
/// <param name="From">The tensor of the iteration that ends; it is gone afterwards.</param>
/// <param name="To">The tensor of the next iteration.</param>
public sealed record Carry(string From, string To) : Instruction;
