namespace Cimarron.Mappers;

/// <summary>What a mixed-integer program has found and proven under the analytic recursion.</summary>
/// <param name="Formulation">The program.</param>
/// <param name="Solver">The solver.</param>
/// <param name="Value">The recursion's value of the mapping: cycles, nJ or nJ·cycles.</param>
/// <param name="LowerBound">Proven lower bound on the recursion over <paramref name="ProvenFor"/>.</param>
/// <param name="IsOptimal">Whether the value is proven.</param>
/// <param name="ProvenFor">What the bound is valid for, one sentence.</param>
/// <param name="RootBound">Bound of the linear relaxation of the winner's program; null when the solver does not tell.</param>
/// <param name="Nodes">Nodes of all search trees.</param>
/// <param name="SolverSeconds">Seconds in the solver.</param>
public sealed record RecursionResult(
    MipFormulation Formulation,
    string Solver,
    double Value,
    double LowerBound,
    bool IsOptimal,
    string ProvenFor,
    double? RootBound,
    long Nodes,
    double SolverSeconds);
