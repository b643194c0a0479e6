using System.Collections.Immutable;

namespace Cimarron.Mappers;

/// <summary>How far the mapping of a network is.</summary>
public sealed record NetworkProgress
{
    /// <summary>Layers of distinct shape.</summary>
    public required int Total { get; init; }

    /// <summary>Layers whose search has ended.</summary>
    public required int Done { get; init; }

    /// <summary>Layers with a mapping, whether their search has ended or not.</summary>
    public required int Mapped { get; init; }

    /// <summary>Layers proven optimal.</summary>
    public required int Proven { get; init; }

    /// <summary>Searches under way, in the order of the layers.</summary>
    public required ImmutableArray<LayerProgress> Running { get; init; }

    /// <summary>Time since the start.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Estimated time left; null when there is nothing to estimate from.</summary>
    public required TimeSpan? Remaining { get; init; }

    /// <summary>Whether <see cref="Remaining"/> is only what the time limits allow, because no layer has ended yet.</summary>
    public required bool IsRemainingLimit { get; init; }

    /// <summary>The result so far when a layer has just got an answer, otherwise null.</summary>
    public required NetworkResult? Snapshot { get; init; }
}
