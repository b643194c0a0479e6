using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>CIM.mvm: the rows of the moving operand go through tiles; copies divide the rows.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Tiles">Consecutive tiles.</param>
/// <param name="Arrays">As in <see cref="WriteTiles"/>.</param>
/// <param name="Via">Tensors whose arrays serve this operator's stream.</param>
public sealed record Compute(string Operator, Part Tiles, ArraySet Arrays, ImmutableArray<string> Via) : Instruction;
