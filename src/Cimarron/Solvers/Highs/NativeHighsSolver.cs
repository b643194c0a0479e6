using System.Globalization;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Commands;
using Cimarron.Solvers.Files;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers.Highs;

/// <summary>The <c>highs</c> executable, through files.</summary>
internal sealed class NativeHighsSolver(string executable) : CheckedSolver
{
    /// <inheritdoc/>
    public override string Name => "HiGHS";

    /// <inheritdoc/>
    protected override Answer Run(SolveJob job)
    {
        var file = new FileModel(job);
        var (solution, options) = (job.Directory["solution.sol"], job.Directory["options.txt"]);
        var model = file.Write(isLp: false);
        var left = job.TimeLeft;
        File.WriteAllLines(options, OptionLines(job.Options, left));
        IEnumerable<string> start = job.Options.WarmStart is { } values ? ["--read_solution_file", WriteStart(job, file, values)] : [];
        var log = new HighsLog(job.Model.IsMaximization);
        var process = new SolverProcess(Name, line =>
        {
            job.Options.Log?.Invoke(line);
            if (log.Read(line))
            {
                job.Progress?.Report(new SolveProgress(job.Clock.Elapsed.TotalSeconds, file.WithConstant(log.Objective), file.WithConstant(log.Bound), log.Nodes));
            }
        });
        var ending = process.Run(
            executable, [model, "--options_file", options, "--solution_file", solution, .. start], left + (left is { } l ? SolveJob.Patience(l) : null), job.CancellationToken);
        var (claim, found) = Read(file, solution, ending);
        return new Answer(claim, log.Version is null ? Name : $"{Name} {log.Version}")
        {
            Values = found,
            Bound = file.WithConstant(log.Bound),
            RootBound = file.WithConstant(log.RootBound),
            Nodes = log.Nodes,
            WasCancelled = ending.WasCancelled,
        };
    }

    private (Claim, double[]?) Read(FileModel file, string solution, Ending ending)
    {
        if (ending.WasStopped)
        {
            return (Claim.Stopped, null);
        }

        // It ends with 1 on a time limit, so the file decides.
        return File.Exists(solution)
            ? SolutionFile.Read(solution, Name, file.Names.Variables, file.Names.Constant, hasPlaces: true)
            : throw SolverFailure.Crashed(Name, $"ended with exit code {ending.ExitCode} and no solution file", ending.LastLines);
    }

    private static IEnumerable<string> OptionLines(SolveOptions options, TimeSpan? left)
    {
        IEnumerable<string> time = left is { } limit ? [$"time_limit = {Number(limit.TotalSeconds)}"] : [];
        return
        [
            .. time,
            $"mip_rel_gap = {Number(options.RelativeGap)}",
            $"mip_abs_gap = {Number(options.AbsoluteGap)}",
            $"threads = {options.Threads.ToString(CultureInfo.InvariantCulture)}",
            "small_matrix_value = 1e-12",
            "mip_feasibility_tolerance = 1e-7",
        ];
    }

    /// <summary>The format is that of its solution files; rows are left out, it computes them.</summary>
    private static string WriteStart(SolveJob job, FileModel file, IReadOnlyList<double> values)
    {
        var path = job.Directory["start.sol"];
        string[] head = ["Model status", "Unknown", "", "# Primal solution values", "Feasible", $"Objective {ModelNames.Number(file.Model.ObjectiveAt(values))}", $"# Columns {values.Count}"];
        File.WriteAllLines(path, head.Concat(values.Select((v, j) => $"{file.Names.Variables[j]} {ModelNames.Number(v)}")).Append("# Rows 0"));
        return path;
    }

    private static string Number(double value) => ModelNames.Number(value);
}
