using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>A statement of a program.</summary>
public abstract record Statement
{
    private protected Statement()
    {
    }
}

/// <summary>A segment: everything inside runs at once.</summary>
/// <param name="Name">Name of the segment.</param>
/// <param name="Body"><see cref="Compute"/> and <see cref="RunVector"/>, producers before consumers.</param>
public sealed record ParallelBlock(string Name, ImmutableArray<Instruction> Body) : Statement;

/// <summary>
/// Statements that run several times, with other weights each time. Before every further iteration the carried tensors take over the place and
/// the contents of what they are carried from.
/// </summary>
/// <param name="Count">Iterations, ≥ 2.</param>
/// <param name="Carries">Pairs: a tensor of the iteration that ends, and the one of the next iteration that takes it over.</param>
/// <param name="Body">Statements.</param>
public sealed record RepeatBlock(int Count, ImmutableArray<(string From, string To)> Carries, ImmutableArray<Statement> Body) : Statement;

/// <summary>One step of the chip.</summary>
public abstract record Instruction : Statement
{
    private protected Instruction()
    {
    }
}

/// <summary>CM.switch: arrays change mode and lose what they hold, except a stationary operand that was placed for <see cref="Compute"/>.</summary>
/// <param name="ToCompute">TOC if true, TOM otherwise.</param>
/// <param name="Arrays">The arrays.</param>
public sealed record SwitchMode(bool ToCompute, ArraySet Arrays) : Instruction;

/// <summary>
/// MEM.alloc: memory-mode arrays belong to a tensor from here on. With room for all of it they keep it; with less they are a window of a stream and keep nothing
/// beyond the segment.
/// </summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Arrays">Its arrays, in order.</param>
/// <param name="Operator">For a stationary operand in place: the operator whose tiles it is laid out as; array i holds tile <paramref name="FirstTile"/> + i.</param>
/// <param name="FirstTile">First tile.</param>
public sealed record Allocate(string Tensor, ArraySet Arrays, string? Operator = null, int FirstTile = 0) : Instruction;

/// <summary>MEM.free: the tensor's arrays become free; what they hold is gone.</summary>
/// <param name="Tensor">The tensor.</param>
public sealed record Free(string Tensor) : Instruction;

/// <summary>EXT.read: features of a tensor come on chip, into its arrays if they have room for all of it, as a stream of the next segment otherwise.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Part">Its features.</param>
public sealed record ExternalRead(string Tensor, Part Part) : Instruction;

/// <summary>EXT.write: features that lie in the tensor's arrays, or were produced as a stream by the segment before, go to external memory.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Part">Its features.</param>
public sealed record ExternalWrite(string Tensor, Part Part) : Instruction;

/// <summary>CIM.write: tiles of an operator's weights, or of a stationary operand in external memory, go into compute-mode arrays.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Tiles">Consecutive tiles.</param>
/// <param name="Arrays">An array for each tile in order; with several copies, all tiles of the first copy, then of the second.</param>
public sealed record WriteTiles(string Operator, Part Tiles, ArraySet Arrays) : Instruction;

/// <summary>CIM.mvm: the rows of the moving operand go through tiles; copies divide the rows.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Tiles">Consecutive tiles.</param>
/// <param name="Arrays">As in <see cref="WriteTiles"/>.</param>
/// <param name="Via">Tensors whose arrays serve this operator's stream.</param>
public sealed record Compute(string Operator, Part Tiles, ArraySet Arrays, ImmutableArray<string> Via) : Instruction;

/// <summary>VEC.run: a vector operator, or some features of a featurewise one.</summary>
/// <param name="Vector">The vector operator.</param>
/// <param name="Part">Features of its output.</param>
public sealed record RunVector(string Vector, Part Part) : Instruction;

/// <summary>MEM.carry: the next iteration of a block begins, and one of its tensors takes over the place and the contents of another.</summary>
/// <param name="From">The tensor of the iteration that ends; it is gone afterwards.</param>
/// <param name="To">The tensor of the next iteration.</param>
public sealed record Carry(string From, string To) : Instruction;
