using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>All operators of a network that share one shape, and their mapping.</summary>
public sealed record NetworkLayer
{
    /// <summary>Name of the first operator of this shape.</summary>
    public required string Name { get; init; }

    /// <summary>The loop nest.</summary>
    public required Layer Shape { get; init; }

    /// <summary>Indices in <see cref="Network.Nodes"/> of the operators of this shape.</summary>
    public required ImmutableArray<int> Nodes { get; init; }

    /// <summary>Executions of this shape in one pass, ≥ 1.</summary>
    public required long Count { get; init; }

    /// <summary>The best mapping and what is proven about it.</summary>
    public required MapperResult Answer { get; init; }

    /// <summary>Whether the search of this layer has ended; before that the answer is a first one that may still improve.</summary>
    public bool IsFinished { get; init; }

    /// <summary>Whether a search has answered at all.</summary>
    public bool HasAnswer => Answer.ProvenFor.Length > 0;

    /// <summary>What stands for a layer whose search has not answered: no mapping, bound 0.</summary>
    internal static MapperResult NoAnswer(Objective objective) => new()
    {
        Objective = objective,
        Status = MapperStatus.Cancelled,
        Value = double.PositiveInfinity,
        LowerBound = 0,
        ProvenFor = "",
        Seconds = 0,
    };
}
