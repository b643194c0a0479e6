using Cimarron.Mappings;

namespace Cimarron.Mappers;

/// <summary>What to search for and how long.</summary>
public sealed record MapperOptions
{
    /// <summary>What to minimise.</summary>
    public Objective Objective { get; init; } = Objective.Edp;

    /// <summary>Which mappings are legal.</summary>
    public LegalityProfile Profile { get; init; } = LegalityProfile.Strict;

    /// <summary>Wall-clock limit per layer; null for none. On time-out the best mapping and the proven bound are returned.</summary>
    public TimeSpan? TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether bounds without useful divisors may be over-covered; the waste is part of the cost and reported.</summary>
    public bool Padding { get; init; } = true;

    /// <summary>Worker threads, ≥ 1. The answer does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
