using Cimarron.Mappers;

namespace Cimarron.Tool;

/// <summary>What every command needs.</summary>
/// <param name="Console">Where to write.</param>
/// <param name="Mapper">Who maps layers.</param>
/// <param name="CommandLine">The command line as typed, for the record.</param>
/// <param name="CancellationToken">Cancelled by Ctrl-C.</param>
internal sealed record ToolContext(ToolConsole Console, ILayerMapper Mapper, string CommandLine, CancellationToken CancellationToken);
