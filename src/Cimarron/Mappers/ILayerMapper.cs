using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>Finds a mapping for one layer on one chip.</summary>
public interface ILayerMapper
{
    /// <summary>Name in results and tables, e.g. <c>exact</c>.</summary>
    string Name { get; }

    /// <summary>Whether the mapper keeps <see cref="MapperOptions.Constraints"/>; one that does not must not be asked to.</summary>
    bool KeepsConditions => false;

    /// <summary>Whether the mapper keeps <see cref="MapperOptions.LatencyCap"/> and <see cref="MapperOptions.EnergyCap"/>.</summary>
    bool KeepsCaps => false;

    /// <summary>Searches the best mapping. Cancellation returns the best so far with its proven bound instead of throwing.</summary>
    MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default);
}
