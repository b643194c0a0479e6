namespace Cimarron.Mappers;

/// <summary>How far the search of one layer of a network is.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Progress">Best value, bound and time.</param>
public sealed record LayerProgress(string Name, MapperProgress Progress);
