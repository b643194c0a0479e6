using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>Random sampling for as long as another mapper took on the same layer.</summary>
public sealed class EqualTimeMapper : ILayerMapper
{
    /// <summary>Timers cannot tell shorter searches apart.</summary>
    private const double LeastSeconds = 0.01;

    private readonly RandomMapper _sampler;
    private readonly IReadOnlyDictionary<Layer, double> _seconds;

    /// <summary>A sampler with given times.</summary>
    /// <param name="sampler">What to run; its own limits on samples and time are replaced.</param>
    /// <param name="seconds">Seconds per layer shape (without name); other layers get the sampler's default.</param>
    public EqualTimeMapper(RandomMapper sampler, IReadOnlyDictionary<Layer, double> seconds) => (_sampler, _seconds) = (sampler, seconds);

    /// <inheritdoc/>
    public string Name => _sampler.Name;

    /// <inheritdoc/>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        double? seconds = _seconds.TryGetValue(layer.Shape, out var found) ? Math.Max(LeastSeconds, found) : null;
        return new RandomMapper(_sampler.Options with { Samples = null, Seconds = seconds }).Map(layer, chip, options, progress, cancellationToken);
    }
}
