using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>The loops of one operand at one memory level, and the transfer from that level inwards (timing rules 1, 5, 7, 8).</summary>
public sealed record NestBlock
{
    /// <summary>The operand.</summary>
    public required Operand Operand { get; init; }

    /// <summary>Index in <see cref="Hardware.Chip.Levels"/> of the level.</summary>
    public required int Level { get; init; }

    /// <summary>Index of the next used level; null when the level feeds the MAC.</summary>
    public required int? Next { get; init; }

    /// <summary>Index in <see cref="NestStructure.Loops"/> of the block's outermost loop.</summary>
    public required int Start { get; init; }

    /// <summary>Index of the first loop after the block.</summary>
    public required int End { get; init; }

    /// <summary>Index of the loop whose iterations fire the transfer; null for weights in the macro, which do not move.</summary>
    public required int? FiringLoop { get; init; }

    /// <summary>Elements one instance of the level keeps.</summary>
    public required long ResidentElements { get; init; }

    /// <summary>Elements one instance of the level hands inwards per transfer.</summary>
    public required long TileElements { get; init; }

    /// <summary>Bits per element at this level.</summary>
    public required int ElementBits { get; init; }

    /// <summary>Cycles of one transfer in one direction.</summary>
    public required long TransferCycles { get; init; }

    /// <summary>Whether the operand is double buffered at this level; never at DRAM, where a flag has no effect.</summary>
    public required bool DoubleBuffered { get; init; }
}
