using System.Diagnostics;

namespace Cimarron.Solvers.Running;

/// <summary>One solve on its way through a back end.</summary>
/// <param name="Model">The model, without indicators.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Directory">A directory for files, gone after the solve.</param>
/// <param name="Progress">Told where the solver is.</param>
/// <param name="Clock">Runs since the solve began.</param>
/// <param name="CancellationToken">Stops the solver.</param>
internal sealed record SolveJob(MipModel Model, SolveOptions Options, ScratchDirectory Directory, IProgress<SolveProgress>? Progress, Stopwatch Clock, CancellationToken CancellationToken)
{
    /// <summary>Least time a solver gets, so that a tiny limit still gives it a chance to say something.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    /// <summary>What is left of the time limit; null without one.</summary>
    public TimeSpan? TimeLeft => Options.TimeLimit is not { } limit ? null : limit - Clock.Elapsed > Least ? limit - Clock.Elapsed : Least;

    /// <summary>How long a solver that was told its limit may overrun it before it is stopped: limits are looked at between steps, and results take time to write.</summary>
    public static TimeSpan Patience(TimeSpan limit) => TimeSpan.FromSeconds(Math.Clamp(limit.TotalSeconds / 10, 1, 10));
}
