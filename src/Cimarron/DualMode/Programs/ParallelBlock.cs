using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>A segment: everything inside runs at once.</summary>
/// <param name="Name">Name of the segment.</param>
/// <param name="Body"><see cref="Compute"/> and <see cref="RunVector"/>, producers before consumers.</param>
public sealed record ParallelBlock(string Name, ImmutableArray<Instruction> Body) : Statement;
