using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>
/// A layer mapper that can answer at once and improve the answer later. <see cref="NetworkMapper"/> first asks for a quick answer for
/// every layer, so that a network has a complete result within seconds, and then improves layer by layer.
/// </summary>
public interface IAnytimeLayerMapper : ILayerMapper
{
    /// <summary>Whether <see cref="Improve"/> has something to add to an answer that is proven optimal.</summary>
    bool AddsToProven => false;

    /// <summary>A legal mapping found within about a second, with a valid if weak bound; infeasible only when that is proven.</summary>
    MapperResult Start(Layer layer, Chip chip, MapperOptions options, CancellationToken cancellationToken = default);

    /// <summary>Goes on from <paramref name="start"/>; the result is never worse and its bound never lower.</summary>
    MapperResult Improve(MapperResult start, Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default);
}
