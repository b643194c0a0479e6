using System.Collections.Concurrent;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers;

/// <summary>The streaming mapping with whatever a test wants to have proven about it.</summary>
internal class FakeMapper(Func<Layer, MapperResult, MapperResult>? change = null) : ILayerMapper
{
    public string Name => "fake";

    public ConcurrentBag<Layer> Asked { get; } = [];

    public virtual MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Asked.Add(layer);
        var result = new StreamingMapper().Map(layer, chip, options, progress, cancellationToken) with { Seconds = 0 };
        progress?.Report(new MapperProgress(result.Value, result.LowerBound, TimeSpan.Zero));
        return change is null ? result : change(layer, result);
    }

    /// <summary>Claims optimality.</summary>
    public static FakeMapper Proving() => new((_, r) => r with { Status = MapperStatus.Optimal, LowerBound = r.Value, ProvenFor = "a test" });

    /// <summary>Finds nothing.</summary>
    public static FakeMapper Infeasible() => new((_, r) => r with
    {
        Status = MapperStatus.Infeasible,
        Mapping = null,
        Cost = null,
        Value = double.PositiveInfinity,
        LowerBound = double.PositiveInfinity,
        Infeasibility = "the tile of a single output does not fit OReg (32 of 16 bit)",
    });
}
