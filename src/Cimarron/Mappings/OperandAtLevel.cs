using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>An operand at a memory level.</summary>
/// <param name="Operand">The operand.</param>
/// <param name="Level">Index in <see cref="Hardware.Chip.Levels"/>.</param>
public readonly record struct OperandAtLevel(Operand Operand, int Level);
