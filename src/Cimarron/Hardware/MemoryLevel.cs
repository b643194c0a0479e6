using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.Hardware;

/// <summary>One level of the memory hierarchy.</summary>
public sealed record MemoryLevel
{
    /// <summary>Unique name, as used in mappings.</summary>
    public required string Name { get; init; }

    /// <summary>What the level is made of; decides how a changed size is re-costed and whether it may be double buffered.</summary>
    public required MemoryKind Kind { get; init; }

    /// <summary>The operands the level can hold.</summary>
    public required ImmutableArray<Operand> Holds { get; init; }

    /// <summary>Capacity of one instance in bits, ≥ 1.</summary>
    public required long CapacityBits { get; init; }

    /// <summary>Port width of one instance in bits per cycle, ≥ 1.</summary>
    public required int PortBitsPerCycle { get; init; }

    /// <summary>Energy of reading one bit, in picojoules, ≥ 0.</summary>
    public required double ReadPicojoulesPerBit { get; init; }

    /// <summary>Energy of writing one bit, in picojoules, ≥ 0.</summary>
    public required double WritePicojoulesPerBit { get; init; }

    /// <summary>Whether a mapping may double-buffer an operand here (twice the capacity, transfers overlap with work).</summary>
    public required bool MayDoubleBuffer { get; init; }

    /// <summary>Whether the level can hold <paramref name="operand"/>.</summary>
    public bool Holding(Operand operand) => Holds.Contains(operand);
}
