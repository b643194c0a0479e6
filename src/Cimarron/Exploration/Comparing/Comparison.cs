using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Comparing;

/// <summary>One network mapped onto one chip by several mappers.</summary>
/// <param name="Network">The network.</param>
/// <param name="Chip">The chip.</param>
/// <param name="Options">What was searched for; the same for all.</param>
/// <param name="Runs">The mappers as they were named, with their results, in the order given.</param>
public sealed record Comparison(Network Network, Chip Chip, MapperOptions Options, ImmutableArray<(string Mapper, NetworkResult Result)> Runs)
{
    /// <summary>The run others are compared with: the exact mapper's, or else the first.</summary>
    public (string Mapper, NetworkResult Result) Reference => Runs.FirstOrDefault(r => r.Result.MapperName == ExactName, Runs[0]);

    /// <summary>Whether the user stopped it.</summary>
    public bool WasCancelled => Runs.Any(r => r.Result.WasCancelled);

    /// <summary>Name of the exact mapper.</summary>
    internal const string ExactName = "exact";
}
