using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>One kind of transfer of the walk: an operand's tile from one used level to the next, or to the MAC (rules 7 and 8).</summary>
public sealed record SimulatedTransfer
{
    /// <summary>The operand moved.</summary>
    public required Operand Operand { get; init; }

    /// <summary>Index in <see cref="Hardware.Chip.Levels"/> of the source.</summary>
    public required int From { get; init; }

    /// <summary>Index of the level filled; null when the source feeds the MAC.</summary>
    public required int? To { get; init; }

    /// <summary>Index in <see cref="SimulationResult.Nest"/> of the firing loop; null for weights in the macro, which never fire.</summary>
    public required int? Loop { get; init; }

    /// <summary>How often the walk fired it; outputs also move back as often.</summary>
    public required long Count { get; init; }

    /// <summary>Cycles of one transfer in one direction.</summary>
    public required long CyclesEach { get; init; }

    /// <summary>Elements moved, as seen by one instance of the source.</summary>
    public required long TileElements { get; init; }

    /// <summary>Elements one instance of the source keeps.</summary>
    public required long ResidentElements { get; init; }
}
