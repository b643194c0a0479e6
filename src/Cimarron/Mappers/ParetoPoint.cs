using Cimarron.Costs;
using Cimarron.Mappings;

namespace Cimarron.Mappers;

/// <summary>A mapping on the front between latency and energy.</summary>
/// <param name="Mapping">The mapping.</param>
/// <param name="Cost">Its exact cost.</param>
/// <param name="IsProven">Whether it is proven that no mapping is better in one quantity and no worse in the other.</param>
public sealed record ParetoPoint(Mapping Mapping, LayerCost Cost, bool IsProven);
