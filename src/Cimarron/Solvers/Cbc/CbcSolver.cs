using System.Globalization;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers.Cbc;

/// <summary>
/// COIN CBC through its C interface, in a worker process: its root cuts look at no clock, so only a process can be stopped in time; it prints to standard
/// output; and a failure in native code ends the process it happens in.
/// </summary>
internal sealed class CbcSolver(WorkerHost host) : CheckedSolver
{
    /// <inheritdoc/>
    public override string Name => "CBC";

    /// <inheritdoc/>
    protected override Answer Run(SolveJob job)
    {
        var (modelFile, answerFile) = (job.Directory["model.bin"], job.Directory["answer.json"]);
        ColumnForm.Of(job.Model, job.Options).Write(modelFile);
        var log = new CbcLog(job.Model.IsMaximization);
        var process = new SolverProcess(Name, line =>
        {
            job.Options.Log?.Invoke(line);
            if (log.Read(line))
            {
                job.Progress?.Report(new SolveProgress(job.Clock.Elapsed.TotalSeconds, log.Objective, log.Bound, log.Nodes));
            }
        });
        var left = job.TimeLeft;
        var ending = process.Run(host.File, [.. host.Arguments, "cbc", modelFile, answerFile, .. Parameters(job.Options, left)], left + (left is { } l ? SolveJob.Patience(l) : null), job.CancellationToken);
        if (WorkerAnswer.Read(answerFile, Name) is { } answer)
        {
            return answer.For(job.Model, Name) with { RootBound = log.RootBound, WasCancelled = ending.WasCancelled };
        }

        // Stopped from outside it hands nothing over; what its log said of the bound still holds.
        return ending.WasStopped
            ? new Answer(Claim.Stopped, Name) { Bound = log.Bound, RootBound = log.RootBound, Nodes = log.Nodes, WasCancelled = ending.WasCancelled }
            : throw SolverFailure.Crashed(Name, $"ended with exit code {ending.ExitCode} and no answer", ending.LastLines);
    }

    /// <summary>The limit counts processor time unless told otherwise.</summary>
    private static IEnumerable<string> Parameters(SolveOptions options, TimeSpan? left)
    {
        IEnumerable<string> time = left is { } limit ? ["seconds", Number(limit.TotalSeconds), "timeMode", "elapsed"] : [];
        return [.. time, "ratioGap", Number(options.RelativeGap), "allowableGap", Number(options.AbsoluteGap), "log", "1"];
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
