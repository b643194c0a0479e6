using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>
/// Maps by another mapper and has a mixed-integer solver confirm what it can about every layer. A solver that fails costs the certificate, never the
/// mapping: <see cref="MapperResult.Problems"/>.
/// </summary>
public sealed class CertifyingMapper : IAnytimeLayerMapper
{
    private readonly ILayerMapper _mapper;
    private readonly Certifier _certifier;

    /// <summary>A mapper that certifies what <paramref name="mapper"/> finds.</summary>
    public CertifyingMapper(ILayerMapper mapper, Certifier certifier)
    {
        _mapper = mapper;
        _certifier = certifier;
    }

    /// <inheritdoc/>
    public string Name => _mapper.Name;

    /// <inheritdoc/>
    public bool KeepsConditions => _mapper.KeepsConditions;

    /// <inheritdoc/>
    /// <remarks>A cap is about the exact costs of a mapping, and says nothing about the recursion that is certified.</remarks>
    public bool KeepsCaps => false;

    /// <inheritdoc/>
    public bool AddsToProven => true;

    /// <inheritdoc/>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Certify(_mapper.Map(layer, chip, options, progress, cancellationToken), chip, options, cancellationToken);

    /// <inheritdoc/>
    public MapperResult Start(Layer layer, Chip chip, MapperOptions options, CancellationToken cancellationToken = default) => _mapper is IAnytimeLayerMapper anytime
        ? anytime.Start(layer, chip, options, cancellationToken)
        : NetworkLayer.NoAnswer(options.Objective);

    /// <inheritdoc/>
    public MapperResult Improve(MapperResult start, Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var result = start.Status == MapperStatus.Optimal ? start with { Seconds = 0 }
            : _mapper is IAnytimeLayerMapper anytime ? anytime.Improve(start, layer, chip, options, progress, cancellationToken)
            : _mapper.Map(layer, chip, options, progress, cancellationToken);
        return Certify(result, chip, options, cancellationToken);
    }

    private MapperResult Certify(MapperResult result, Chip chip, MapperOptions options, CancellationToken cancellationToken)
    {
        if (result.Mapping is not { } mapping || cancellationToken.IsCancellationRequested)
        {
            return result;
        }

        try
        {
            return result with { Certificate = _certifier.Certify(mapping, chip, options, cancellationToken) };
        }
        catch (DiagnosticException e)
        {
            return result with { Problems = [.. e.Diagnostics] };
        }
    }
}
