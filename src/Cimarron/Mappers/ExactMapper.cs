using Cimarron.Hardware;
using Cimarron.Mappers.Exact;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>
/// Finds the best mapping of a layer and proves it, under the exact rules: all spatial schemes, loop orders, factorisations, level
/// assignments and bufferings are covered by a label-setting dynamic program per scheme. docs/exact-search.md explains it.
/// </summary>
public sealed class ExactMapper : IAnytimeLayerMapper
{
    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public bool KeepsConditions => true;

    /// <inheritdoc/>
    public bool KeepsCaps => true;

    /// <inheritdoc/>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new LayerSearch(new ChipSearchTables(chip, options.Constraints), layer, options, progress, cancellationToken).Run();

    /// <inheritdoc/>
    public MapperResult Start(Layer layer, Chip chip, MapperOptions options, CancellationToken cancellationToken = default) =>
        new LayerSearch(new ChipSearchTables(chip, options.Constraints), layer, options, null, cancellationToken).First();

    /// <inheritdoc/>
    public MapperResult Improve(MapperResult start, Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var search = new LayerSearch(new ChipSearchTables(chip, options.Constraints), layer, options, progress, cancellationToken);
        if (start.Mapping is { } mapping)
        {
            search.StartFrom(mapping);
        }

        var result = search.Run();
        return result with { LowerBound = Math.Max(result.LowerBound, start.LowerBound) };
    }
}
