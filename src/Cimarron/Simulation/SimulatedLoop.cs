using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>A loop of the nest as walked, with the reuse anchors spelled out (rule 3).</summary>
/// <param name="Dim">The dimension; null for an anchor.</param>
/// <param name="Size">Iterations per entry; 1 for an anchor.</param>
/// <param name="InputLevel">Index in <see cref="Hardware.Chip.Levels"/> of the input's level.</param>
/// <param name="WeightLevel">Index of the weights' level.</param>
/// <param name="OutputLevel">Index of the output's level.</param>
/// <param name="AnchorOf">The operand whose transfer the anchor holds; null for a loop of the mapping.</param>
public sealed record SimulatedLoop(Dim? Dim, int Size, int InputLevel, int WeightLevel, int OutputLevel, Operand? AnchorOf);
