using Cimarron.Mappers;

namespace Cimarron.Reports;

/// <summary>What a mixed-integer program found and proved under the analytic recursion.</summary>
/// <param name="Formulation"><c>f1</c> or <c>f2</c>.</param>
/// <param name="Solver">The solver.</param>
/// <param name="Value">The recursion's value of the mapping.</param>
/// <param name="LowerBound">Proven lower bound on the recursion.</param>
/// <param name="IsOptimal">Whether the value is proven.</param>
/// <param name="ProvenFor">What the bound is valid for.</param>
/// <param name="RootBound">Bound of the linear relaxation; null when the solver does not tell.</param>
/// <param name="Nodes">Nodes of the search trees.</param>
/// <param name="SolverSeconds">Seconds in the solver.</param>
public sealed record ResultRecursion(string Formulation, string Solver, double Value, double LowerBound, bool IsOptimal, string ProvenFor, double? RootBound, long Nodes, double SolverSeconds)
{
    internal static ResultRecursion? From(RecursionResult? result) => result is null ? null : new ResultRecursion(
        result.Formulation == MipFormulation.Slots ? "f1" : "f2",
        result.Solver,
        result.Value,
        double.IsFinite(result.LowerBound) ? result.LowerBound : 0,
        result.IsOptimal,
        result.ProvenFor,
        result.RootBound is { } root && double.IsFinite(root) ? root : null,
        result.Nodes,
        result.SolverSeconds);
}
