using Cimarron.Mappers.Exact;
using Cimarron.Mappings;

namespace Cimarron.Mappers.Recursion;

/// <summary>The best mapping of a layer under the recursion, as found without any mixed-integer program.</summary>
/// <param name="Objective">What was minimised.</param>
/// <param name="Value">The recursion's value of the best mapping; +∞ when there is none.</param>
/// <param name="Mapping">The mapping; null when there is none.</param>
/// <param name="LowerBound">Proven lower bound on the recursion over all schemes; the value itself after a complete search.</param>
/// <param name="Schemes">All schemes.</param>
/// <param name="Open">Schemes whose path bound does not exceed the value, by bound: only they can hold a mapping as good.</param>
/// <param name="Labels">Labels made.</param>
internal sealed record RecursionOptimum(
    Objective Objective,
    double Value,
    Mapping? Mapping,
    double LowerBound,
    int Schemes,
    IReadOnlyList<OpenScheme> Open,
    long Labels)
{
    /// <summary>Whether the value is proven.</summary>
    public bool IsProven => Mapping is not null && LowerBound >= Value * (1 - 1e-9);
}
