using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Recursion;

namespace Cimarron.Mappers.Formulations;

/// <summary>The mappings of a scheme near the optimum, as the label search found them.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Columns">All its columns.</param>
/// <param name="Bound">Its bounds.</param>
/// <param name="Traced">Columns of the mappings found, each with the objective value of the best mapping that uses it.</param>
/// <param name="Ceiling">Value up to which mappings were looked for.</param>
/// <param name="Best">The path of the best of them; empty when there is none.</param>
internal sealed record TracedScheme(Scheme Scheme, SchemeColumns Columns, RecursionBound Bound, Dictionary<ArcColumn, double> Traced, double Ceiling, IReadOnlyList<PathStep> Best);
