using System.Text.Json;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers.Highs;

/// <summary>HiGHS compiled to WebAssembly, run by node. It hands every better solution over at once, so a stopped solve keeps the best.</summary>
internal sealed class WasmHighsSolver(HighsPackage package) : CheckedSolver
{
    private const string Script = "highs-worker.mjs";

    /// <inheritdoc/>
    public override string Name => "HiGHS";

    /// <inheritdoc/>
    protected override Answer Run(SolveJob job)
    {
        var (scriptFile, modelFile, answerFile) = (job.Directory[Script], job.Directory["model.bin"], job.Directory["answer.json"]);
        File.WriteAllText(scriptFile, ReadScript());
        ColumnForm.Of(job.Model, job.Options).Write(modelFile);
        var log = new HighsLog(job.Model.IsMaximization);
        var process = new SolverProcess(Name, line =>
        {
            job.Options.Log?.Invoke(line);
            if (log.Read(line))
            {
                job.Progress?.Report(new SolveProgress(job.Clock.Elapsed.TotalSeconds, log.Objective, log.Bound, log.Nodes));
            }
        });
        var left = job.TimeLeft;
        var deadline = left + (left is { } l ? SolveJob.Patience(l) : null);
        var ending = process.Run(package.Node, [scriptFile, package.Directory, modelFile, answerFile, OptionsOf(job.Options, left)], deadline, job.CancellationToken);
        if (!ending.WasStopped && ending.ExitCode != 0)
        {
            throw SolverFailure.Crashed(Name, $"ended with exit code {ending.ExitCode}", ending.LastLines);
        }

        if (WorkerAnswer.Read(answerFile, Name) is { } answer)
        {
            var said = answer.For(job.Model, Name);
            return said with { RootBound = log.RootBound, Bound = ending.WasStopped ? log.Bound ?? said.Bound : said.Bound, WasCancelled = ending.WasCancelled };
        }

        return ending.WasStopped
            ? new Answer(Claim.Stopped, Name) { Bound = log.Bound, RootBound = log.RootBound, Nodes = log.Nodes, WasCancelled = ending.WasCancelled }
            : throw SolverFailure.Crashed(Name, "ended without an answer", ending.LastLines);
    }

    private static string OptionsOf(SolveOptions options, TimeSpan? left)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["mip_rel_gap"] = options.RelativeGap,
            ["mip_abs_gap"] = options.AbsoluteGap,

            // The default drops coefficients below 1e-9 from the model.
            ["small_matrix_value"] = 1e-12,
            ["mip_feasibility_tolerance"] = 1e-7,
        };
        if (left is { } limit)
        {
            values["time_limit"] = limit.TotalSeconds;
        }

        return JsonSerializer.Serialize(values);
    }

    private static string ReadScript()
    {
        using var stream = typeof(WasmHighsSolver).Assembly.GetManifestResourceStream($"Cimarron.Solvers.{Script}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
