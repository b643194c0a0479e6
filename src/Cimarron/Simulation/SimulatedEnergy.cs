using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>Energy one operand spends at one memory level, all instances together.</summary>
/// <param name="Level">Index in <see cref="Hardware.Chip.Levels"/>.</param>
/// <param name="Operand">The operand.</param>
/// <param name="ReadNanojoules">Reads, nJ.</param>
/// <param name="WriteNanojoules">Writes, nJ.</param>
public sealed record SimulatedEnergy(int Level, Operand Operand, double ReadNanojoules, double WriteNanojoules);
