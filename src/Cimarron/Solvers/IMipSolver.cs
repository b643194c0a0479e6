namespace Cimarron.Solvers;

/// <summary>Solves mixed-integer programs.</summary>
public interface IMipSolver
{
    /// <summary>The name users choose it by, e.g. <c>cbc</c>.</summary>
    string Name { get; }

    /// <summary>Solves a model.</summary>
    /// <param name="model">The model; not changed.</param>
    /// <param name="options">Limits and tolerances.</param>
    /// <param name="progress">Told now and then where the solver is, if the solver says so; null for nobody.</param>
    /// <param name="cancellationToken">Stops the solver; the result then has status <see cref="SolveStatus.Cancelled"/>.</param>
    /// <returns>The checked result.</returns>
    /// <exception cref="DiagnosticException">
    /// With <see cref="ExitCode.SolverFailed"/>: the solver is missing, could not be run, crashed, or returned something that is not a solution of the model.
    /// With <see cref="ExitCode.BadInput"/>: the model has an indicator row without finite bounds (see <see cref="MipModel.WithoutIndicators"/>).
    /// </exception>
    SolveResult Solve(MipModel model, SolveOptions options, IProgress<SolveProgress>? progress = null, CancellationToken cancellationToken = default);
}
