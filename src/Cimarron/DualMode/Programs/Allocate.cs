namespace Cimarron.DualMode.Programs;

/// <summary>
/// MEM.alloc: memory-mode arrays belong to a tensor from here on. With room for all of it they keep it; with less they are a window of a stream and keep nothing
/// beyond the segment.
/// </summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Arrays">Its arrays, in order.</param>
/// <param name="Operator">For a stationary operand in place: the operator whose tiles it is laid out as; array i holds tile <paramref name="FirstTile"/> + i.</param>
/// <param name="FirstTile">First tile.</param>
public sealed record Allocate(string Tensor, ArraySet Arrays, string? Operator = null, int FirstTile = 0) : Instruction;
