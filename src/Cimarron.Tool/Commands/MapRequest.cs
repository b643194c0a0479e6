using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Solvers;
using Cimarron.Sparsity.Networks;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary>Everything the map command was asked for, checked.</summary>
internal sealed record MapRequest(Network Network, ChipDefinition Chip, ILayerMapper Mapper, MapperOptions Options, string? Output, Verbosity Verbosity, OutputFormat Format)
{
    /// <summary>Points wanted on the front between latency and energy; null to minimise the objective.</summary>
    public int? ParetoPoints { get; init; }

    /// <summary>What became of the network under a pattern, its bounds being <see cref="Network"/>; null without a pattern.</summary>
    public CompressedNetwork? Compressed { get; init; }

    /// <summary>Writes the programs of <c>--write-model</c>; null without that option.</summary>
    public ModelWritingSolver? ModelWriter { get; init; }
}
