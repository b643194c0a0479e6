using Cimarron.Mappings;

namespace Cimarron.Mappers;

/// <summary>What to search for and how long.</summary>
public sealed record MapperOptions
{
    /// <summary>Default, range and description of <see cref="TimeLimit"/>.</summary>
    public static NumberOption TimeLimitOption { get; } = new("time-limit", "wall-clock limit per layer; on time-out the best mapping and its proven bound are reported", "s", 60, 0.01, 1_000_000, IsWhole: false);

    /// <summary>Default, range and description of <see cref="Threads"/>.</summary>
    public static NumberOption ThreadsOption { get; } = new("threads", "worker threads; the answer does not depend on it", "", Environment.ProcessorCount, 1, 1024, IsWhole: true);

    /// <summary>What to minimise.</summary>
    public Objective Objective { get; init; } = Objective.Edp;

    /// <summary>Which mappings are legal.</summary>
    public LegalityProfile Profile { get; init; } = LegalityProfile.Strict;

    /// <summary>Wall-clock limit per layer; null for none. On time-out the best mapping and the proven bound are returned.</summary>
    public TimeSpan? TimeLimit { get; init; } = TimeSpan.FromSeconds(TimeLimitOption.Default);

    /// <summary>Whether bounds without useful divisors may be over-covered; the waste is part of the cost and reported.</summary>
    public bool Padding { get; init; } = true;

    /// <summary>Mappings slower than this many cycles are out, &gt; 0.</summary>
    public double LatencyCap { get; init; } = double.PositiveInfinity;

    /// <summary>Mappings that take more than this many nJ, leakage included, are out, &gt; 0.</summary>
    public double EnergyCap { get; init; } = double.PositiveInfinity;

    /// <summary>Whether there is a cap at all.</summary>
    public bool HasCaps => !double.IsPositiveInfinity(Math.Min(LatencyCap, EnergyCap));

    /// <summary>What a cycle costs on top of leakage when energy is minimised, nJ: the weight of latency in a weighted sum.</summary>
    internal double CyclePrice { get; init; }

    /// <summary>A bound on the objective that is proven already.</summary>
    internal double KnownBound { get; init; }

    /// <summary>Whether hard layers are looked at by beams; of no use to a search that starts from a good mapping.</summary>
    internal bool UseBeams { get; init; } = true;

    /// <summary>Labels after which the search gives up, roughly; the outcome does not depend on time then.</summary>
    internal long MostLabels { get; init; } = long.MaxValue;

    /// <summary>Conditions on the mappings, by the levels of the chip they are for.</summary>
    public MappingConstraints Constraints { get; init; } = MappingConstraints.None;

    /// <summary>Worker threads, ≥ 1. The answer does not depend on it.</summary>
    public int Threads { get; init; } = (int)ThreadsOption.Default;
}
