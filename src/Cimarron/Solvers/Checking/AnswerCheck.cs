namespace Cimarron.Solvers.Checking;

/// <summary>Turns what a solver says into a result, or refuses it: values must solve the model, and claims must fit what is known.</summary>
internal sealed class AnswerCheck
{
    /// <summary>A start that is feasible by a thousandth of the tolerance is beyond dispute.</summary>
    private const double Strict = 1e-3;

    private readonly MipModel _model;
    private readonly SolveOptions _options;
    private readonly double[]? _start;
    private readonly double _sign;

    /// <summary>A check of answers to a model.</summary>
    /// <param name="model">The model as the caller built it, indicators included.</param>
    /// <param name="options">What was asked for.</param>
    public AnswerCheck(MipModel model, SolveOptions options)
    {
        _model = model;
        _options = options;
        _sign = model.IsMaximization ? -1 : 1;
        if (options.WarmStart is { } start)
        {
            var (values, worst) = SolutionCheck.Round(model, start, options.RelaxIntegrality);
            _start = worst is null && RowsHold(values, Strict) is null ? values : null;
        }
    }

    /// <summary>What is wrong with the answer's values, if anything; rounded values otherwise.</summary>
    public Violation? Inspect(Answer answer, out double[]? values)
    {
        values = null;
        if (answer.Values is null)
        {
            return null;
        }

        (values, var worst) = SolutionCheck.Round(_model, answer.Values, _options.RelaxIntegrality);
        return worst ?? RowsHold(values, 1);
    }

    /// <summary>The result, given values that passed <see cref="Inspect"/>.</summary>
    /// <exception cref="DiagnosticException">A claim contradicts the values or the start.</exception>
    public SolveResult Result(Answer answer, double[]? values, ModelSize size, double seconds)
    {
        var best = Best(values);
        double? objective = best is null ? null : _model.ObjectiveAt(best);
        RefuseContradictions(answer, values, objective);
        var bound = Usable(answer.Bound);
        var isProven = objective is { } value && (bound is { } b ? IsClosed(value, b) : answer.Claim == Claim.Optimal && IsClosed(value, _model.ObjectiveAt(values!)));
        if (objective is { } found)
        {
            // Where the solver says "optimal" and no more, its word is the bound. One that passes the solution does so within rounding.
            bound = bound is { } limit ? Math.Min(_sign * limit, _sign * found) * _sign : isProven ? found : null;
        }

        var hasValues = answer.Claim is Claim.Optimal or Claim.Stopped;
        return new SolveResult(StatusOf(answer, objective is not null, isProven), answer.SolverName, size, seconds)
        {
            Values = hasValues ? best : null,
            Objective = hasValues ? objective : null,
            Bound = hasValues ? bound : null,
            RootBound = Usable(answer.RootBound),
            Nodes = answer.Nodes,
        };
    }

    private static double? Usable(double? bound) => bound is { } b && Math.Abs(b) < MipModel.Infinity ? b : null;

    /// <summary>The relaxation has no indicators: they hold only through their big-M rows, which the solver got.</summary>
    private Violation? RowsHold(double[] values, double scale) => SolutionCheck.WorstRow(_options.RelaxIntegrality ? _model.WithoutIndicators() : _model, values, scale);

    /// <summary>A solver that ran out of time may hold less than it was given.</summary>
    private double[]? Best(double[]? values) =>
        values is null || (_start is not null && _sign * _model.ObjectiveAt(_start) < _sign * _model.ObjectiveAt(values)) ? _start : values;

    private static SolveStatus StatusOf(Answer answer, bool hasSolution, bool isProven) => answer switch
    {
        { WasCancelled: true } => SolveStatus.Cancelled,
        { Claim: Claim.Infeasible } => SolveStatus.Infeasible,
        { Claim: Claim.Unbounded } => SolveStatus.Unbounded,
        { Claim: Claim.InfeasibleOrUnbounded } => SolveStatus.InfeasibleOrUnbounded,
        _ => !hasSolution ? SolveStatus.TimeLimit : isProven ? SolveStatus.Optimal : SolveStatus.Feasible,
    };

    /// <summary>Solvers compute gaps in their own ways, and values are rounded: a proof may miss the gap asked for by the tolerance of values.</summary>
    private bool IsClosed(double objective, double bound) =>
        Math.Abs(objective - bound) <= Math.Max(_options.AbsoluteGap, _options.RelativeGap * Math.Abs(objective)) + Tolerance(objective);

    private static double Tolerance(double objective) => SolutionCheck.Feasibility * Math.Max(1, Math.Abs(objective));

    private void RefuseContradictions(Answer answer, double[]? values, double? objective)
    {
        if (answer.Claim == Claim.Optimal && values is null)
        {
            throw SolverFailure.Lied(answer.SolverName, "it claims an optimum and gives no solution");
        }

        if (answer.Claim == Claim.Unbounded && double.IsFinite(LimitOverBounds()))
        {
            throw SolverFailure.Lied(answer.SolverName, $"it claims that the objective has no limit, and the bounds of the variables limit it to {LimitOverBounds():R}");
        }

        if (objective is not { } best)
        {
            return;
        }

        if (answer.Claim is Claim.Infeasible)
        {
            throw SolverFailure.Lied(answer.SolverName, $"it claims that there is no solution, and there is one of objective {best:R}");
        }

        if (Usable(answer.Bound) is { } bound && _sign * bound > _sign * best + Tolerance(best))
        {
            throw SolverFailure.Lied(answer.SolverName, $"it claims a bound of {bound:R}, and there is a solution of objective {best:R}");
        }

        if (answer.Claim == Claim.Optimal && _sign * _model.ObjectiveAt(values!) > _sign * best + (100 * Math.Max(_options.AbsoluteGap + Tolerance(best), _options.RelativeGap * Math.Abs(best))))
        {
            throw SolverFailure.Lied(answer.SolverName, $"it claims an optimum of {_model.ObjectiveAt(values!):R}, and there is a solution of objective {best:R}");
        }
    }

    /// <summary>The best objective that the bounds of the variables alone allow.</summary>
    private double LimitOverBounds() => _model.ObjectiveConstant + _model.Objective.Sum(t =>
    {
        var variable = _model.Variables[t.Variable.Index];
        return t.Coefficient * (_sign * t.Coefficient > 0 ? variable.Lower : variable.Upper);
    });
}
