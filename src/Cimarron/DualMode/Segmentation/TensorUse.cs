using System.Collections.Immutable;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Segmentation;

/// <summary>What a segment does with a tensor.</summary>
public sealed record TensorUse
{
    /// <summary>The tensor.</summary>
    public required int Tensor { get; init; }

    /// <summary>Pieces that read or produce it, ascending.</summary>
    public required ImmutableArray<int> Pieces { get; init; }

    /// <summary>Whether a piece reads some of it.</summary>
    public required bool IsRead { get; init; }

    /// <summary>Features that a piece reads and none produces, as ranges.</summary>
    public required ImmutableArray<Part> Missing { get; init; }

    /// <summary>Features produced in this segment.</summary>
    public required int Produced { get; init; }

    /// <summary>The first of them.</summary>
    public required int FirstProduced { get; init; }

    /// <summary>Whether it exists, whole or in part, before the segment.</summary>
    public required bool IsOlder { get; init; }

    /// <summary>Arrays that hold all of it: as bytes, or as tiles when it is a stationary operand.</summary>
    public required int KeepArrays { get; init; }

    /// <summary>Whether what is produced must reach the external memory if the tensor is not kept.</summary>
    public required bool IsDelivered { get; init; }
}
