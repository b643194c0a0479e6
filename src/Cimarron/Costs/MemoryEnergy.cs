using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>Energy of one operand's traffic at one memory level.</summary>
/// <param name="Level">Index in <see cref="Hardware.Chip.Levels"/>.</param>
/// <param name="Operand">The operand.</param>
/// <param name="ReadNanojoules">Energy of reading, nJ.</param>
/// <param name="WriteNanojoules">Energy of writing, nJ.</param>
public sealed record MemoryEnergy(int Level, Operand Operand, double ReadNanojoules, double WriteNanojoules);
