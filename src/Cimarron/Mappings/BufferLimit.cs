using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>The most bits that may be used of one instance of a level.</summary>
/// <param name="Level">Index in <see cref="Hardware.Chip.Levels"/>.</param>
/// <param name="Operand">The operand limited; null for all operands together.</param>
/// <param name="Bits">Bits, ≥ 0; both copies count when double buffered.</param>
public readonly record struct BufferLimit(int Level, Operand? Operand, long Bits);
