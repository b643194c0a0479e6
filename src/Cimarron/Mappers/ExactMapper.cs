using System.Diagnostics;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>
/// Finds the best mapping of a layer and proves it, under the exact rules: all spatial schemes, loop orders, factorisations, level
/// assignments and bufferings are covered by a label-setting dynamic program per scheme with shared incumbent.
/// </summary>
public sealed class ExactMapper : ILayerMapper
{
    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new LayerSearch(new ChipSearchTables(chip), layer, options, progress, cancellationToken).Run();
}
