using System.Diagnostics;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers;

/// <summary>What all back ends share: files that go away, clocks, and the check of every answer.</summary>
internal abstract class CheckedSolver : IMipSolver
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public SolveResult Solve(MipModel model, SolveOptions options, IProgress<SolveProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Validate(model, options);
        var clock = Stopwatch.StartNew();
        var linear = model.WithoutIndicators();
        var check = new AnswerCheck(model, options);
        if (cancellationToken.IsCancellationRequested)
        {
            return check.Result(new Answer(Claim.Stopped, Name) { WasCancelled = true }, null, linear.Size, clock.Elapsed.TotalSeconds);
        }

        if (linear.Variables.Count == 0)
        {
            return check.Result(Constant(linear), SolutionCheck.WorstRow(linear, []) is null ? [] : null, linear.Size, clock.Elapsed.TotalSeconds);
        }

        try
        {
            using var directory = new ScratchDirectory();
            var job = new SolveJob(linear, options, directory, progress, clock, cancellationToken);
            var answer = Run(job);
            var violation = check.Inspect(answer, out var values);
            if (violation is not null)
            {
                values = Polished(job, check, answer.Values!) ?? throw SolverFailure.Lied(answer.SolverName, violation.What);
            }

            return check.Result(answer, values, linear.Size, clock.Elapsed.TotalSeconds);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SolverFailure.NoRoom(Name, e);
        }
    }

    /// <summary>Solves a model without indicators and with at least one variable.</summary>
    protected abstract Answer Run(SolveJob job);

    /// <summary>
    /// Values that a solver found within its tolerances can miss the model once its integer variables are whole, most of all where a big-M multiplies a
    /// rounding error. So the integer variables are fixed where they are and the rest is solved again.
    /// </summary>
    /// <returns>Values that pass, or null: then the answer was wrong.</returns>
    private double[]? Polished(SolveJob job, AnswerCheck check, double[] values)
    {
        if (job.Options.RelaxIntegrality || job.CancellationToken.IsCancellationRequested || Fixed(job.Model, values) is not { } polished)
        {
            return null;
        }

        using var directory = new ScratchDirectory();
        var options = job.Options with { RelaxIntegrality = true, WarmStart = null, TimeLimit = job.TimeLeft + TimeSpan.FromSeconds(1) };
        var answer = Run(job with { Model = polished, Options = options, Directory = directory, Progress = null });
        return answer.Values is not null && check.Inspect(answer, out var better) is null ? better : null;
    }

    /// <summary>The model with its integer variables fixed to the nearest whole numbers; null when one of them is no whole number within its bounds.</summary>
    private static MipModel? Fixed(MipModel model, double[] values)
    {
        if (model.Variables.Zip(values).Any(p => p.First.IsWhole && !(Math.Abs(p.Second - Math.Round(p.Second)) <= SolutionCheck.Integrality)))
        {
            return null;
        }

        return model.WithBounds((j, variable) => variable.IsWhole && Math.Clamp(Math.Round(values[j]), variable.Lower, variable.Upper) is var whole ? (whole, whole) : (variable.Lower, variable.Upper));
    }

    private Answer Constant(MipModel model) => new(SolutionCheck.WorstRow(model, []) is null ? Claim.Optimal : Claim.Infeasible, Name);

    private static void Validate(MipModel model, SolveOptions options)
    {
        if (options.WarmStart is { } start && start.Count != model.Variables.Count)
        {
            throw new ArgumentException($"the warm start has {start.Count} values, the model {model.Variables.Count} variables", nameof(options));
        }

        if (!(options.RelativeGap is >= 0 and <= 1) || !(options.AbsoluteGap >= 0) || options.Threads < 1 || options.TimeLimit < TimeSpan.Zero)
        {
            throw new ArgumentException("gaps, threads or time limit out of range", nameof(options));
        }
    }
}
