using Cimarron.Mappers;

namespace Cimarron.Exploration.Comparing;

/// <summary>How far a comparison is.</summary>
/// <param name="Mapper">The mapper at work.</param>
/// <param name="Index">Its position among all, from 1.</param>
/// <param name="Count">Number of mappers.</param>
/// <param name="Progress">How far it is.</param>
public sealed record ComparisonProgress(string Mapper, int Index, int Count, NetworkProgress Progress);
