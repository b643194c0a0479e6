using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>
/// Random sampling: legal mappings drawn without looking at their cost, the best kept. The floor that any search has to beat in the same time.
/// </summary>
public sealed class RandomMapper : ILayerMapper
{
    /// <summary>A mapper with the given limits.</summary>
    public RandomMapper(RandomOptions? options = null) => Options = options ?? new RandomOptions();

    /// <summary>Samples, time and seed.</summary>
    public RandomOptions Options { get; }

    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var search = new BaselineSearch(layer, chip, options, progress, cancellationToken);
#pragma warning disable CA5394 // Reproducible numbers are the point; nothing here is a secret.
        var allocation = new RandomAllocation(search.Room, options.Profile, new Random(Options.Seed));
#pragma warning restore CA5394
        var seconds = Options.Seconds ?? RandomOptions.SecondsOption.Default;
        var isCutShort = false;
        var drawn = 0;
        for (; search.Schemes.Count > 0 && !isCutShort && (Options.Samples is { } samples ? drawn < samples : drawn == 0 || search.Elapsed.TotalSeconds < seconds); drawn++)
        {
            search.Offer(allocation.Draw(search.Schemes));
            isCutShort = search.Stop();
        }

        return search.Result(isCutShort, $"random sampling: the best of {drawn:N0} mappings from seed {Options.Seed}; nothing is proven", Options.Seed);
    }
}
