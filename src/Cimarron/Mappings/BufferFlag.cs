using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>One operand is double buffered at one level.</summary>
/// <param name="Level">Index in <see cref="Hardware.Chip.Levels"/>.</param>
/// <param name="Operand">The operand.</param>
public readonly record struct BufferFlag(int Level, Operand Operand);
