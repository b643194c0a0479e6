using System.Collections.Immutable;

namespace Cimarron.Reports;

/// <summary>The pattern of a result and what the dense network costs.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Ratio">Share of the network's weights that it removes, 0 … 1.</param>
/// <param name="Masks">Where the masks come from.</param>
/// <param name="Dense">Sums over the dense network; null when it was not mapped.</param>
/// <param name="Operators">Every matrix operator, in order.</param>
public sealed record ResultSparsity(string Pattern, double Ratio, string Masks, ResultTotals? Dense, ImmutableArray<ResultSparseOperator> Operators);
