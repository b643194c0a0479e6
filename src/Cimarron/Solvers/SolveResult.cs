namespace Cimarron.Solvers;

/// <summary>What a solver found, checked against the model.</summary>
/// <param name="Status">How the solve ended.</param>
/// <param name="SolverName">Name and version of the solver, e.g. <c>CBC 2.10.8</c>.</param>
/// <param name="Size">The model as the solver got it.</param>
/// <param name="Seconds">Wall-clock time of the solve, start-up of the solver included.</param>
public sealed record SolveResult(SolveStatus Status, string SolverName, ModelSize Size, double Seconds)
{
    /// <summary>One value per variable of the model, whole where the variable is; null without a solution.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>The objective at <see cref="Values"/>, computed from the model (not the solver's word); null without a solution.</summary>
    public double? Objective { get; init; }

    /// <summary>The solver's proven bound on the objective: from below when minimising, from above when maximising; null when it gave none.</summary>
    public double? Bound { get; init; }

    /// <summary>The bound after the root node, before branching; null when the solver does not tell.</summary>
    public double? RootBound { get; init; }

    /// <summary>Nodes of the search tree; null when the solver does not tell.</summary>
    public long? Nodes { get; init; }

    /// <summary>|objective − bound| / |objective|, 0 when both are equal; null when either is missing, +∞ when only the objective is 0.</summary>
    public double? Gap => (Objective, Bound) is ({ } objective, { } bound) ? GapOf(objective, bound) : null;

    /// <summary>Whether there is a solution.</summary>
    public bool HasSolution => Values is not null;

    /// <summary>The value of a variable.</summary>
    /// <exception cref="InvalidOperationException">There is no solution.</exception>
    public double this[Variable variable] => (Values ?? throw new InvalidOperationException($"no solution: {Status}"))[variable.Index];

    private static double GapOf(double objective, double bound) => objective == bound ? 0 : objective == 0 ? double.PositiveInfinity : Math.Abs(objective - bound) / Math.Abs(objective);
}
