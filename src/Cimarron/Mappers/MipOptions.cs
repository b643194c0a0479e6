namespace Cimarron.Mappers;

/// <summary>How <see cref="MipMapper"/> works.</summary>
public sealed record MipOptions
{
    /// <summary>The formulation.</summary>
    public MipFormulation Formulation { get; init; } = MipFormulation.LatticeFlow;
}
