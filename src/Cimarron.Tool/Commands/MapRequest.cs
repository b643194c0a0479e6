using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary>Everything the map command was asked for, checked.</summary>
internal sealed record MapRequest(Network Network, ChipDefinition Chip, ILayerMapper Mapper, MapperOptions Options, string? Output, Verbosity Verbosity, OutputFormat Format);
