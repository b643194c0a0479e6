namespace Cimarron.DualMode.Programs;

/// <summary>CIM.write: tiles of an operator's weights, or of a stationary operand in external memory, go into compute-mode arrays.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Tiles">Consecutive tiles.</param>
/// <param name="Arrays">An array for each tile in order; with several copies, all tiles of the first copy, then of the second.</param>
public sealed record WriteTiles(string Operator, Part Tiles, ArraySet Arrays) : Instruction;
