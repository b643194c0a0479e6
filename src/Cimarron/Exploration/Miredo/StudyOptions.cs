using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappers;

namespace Cimarron.Exploration.Miredo;

/// <summary>How large a study is and how it is run.</summary>
public sealed record StudyOptions
{
    private readonly ImmutableArray<Workload>? _workloads;

    /// <summary>Whether to leave most networks and sweep points out: minutes instead of half an hour.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Wall-clock limit of the exact mapper per layer.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(MapperOptions.TimeLimitOption.Default);

    /// <summary>Layers solved at a time, ≥ 1, one thread each.</summary>
    public int Threads { get; init; } = (int)MapperOptions.ThreadsOption.Default;

    /// <summary>The networks compared.</summary>
    internal ImmutableArray<Workload> Workloads
    {
        get => _workloads ?? Workload.All(IsQuick);
        init => _workloads = value;
    }

    /// <summary>The network of the sweeps, and of the random mappings; the base case of the paper.</summary>
    internal Workload Base { get; init; } = Workload.ResNet18;

    /// <summary>The chips of the networks.</summary>
    internal ImmutableArray<Chip> Chips => [.. (IsQuick ? ["default"] : ChipLibrary.Names).Select(n => ChipLibrary.Load(n))];

    /// <summary>What every mapper is told: energy-delay product, strict legality.</summary>
    internal MapperOptions Mapper => new() { Objective = Objective.Edp, TimeLimit = TimeLimit, Threads = 1 };
}
