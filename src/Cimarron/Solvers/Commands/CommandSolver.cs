using System.Globalization;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers.Commands;

/// <summary>Any solver that reads a model file and writes a solution file, started by a <see cref="CommandTemplate"/>.</summary>
internal sealed class CommandSolver : CheckedSolver
{
    private readonly Func<SolveOptions, CommandTemplate> _template;

    /// <summary>A solver by a user's template.</summary>
    public CommandSolver(CommandTemplate template)
        : this(Path.GetFileName(template.Words[0]), _ => template)
    {
    }

    /// <summary>A solver by a template that depends on the options.</summary>
    public CommandSolver(string name, Func<SolveOptions, CommandTemplate> template)
    {
        Name = name;
        _template = template;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    protected override Answer Run(SolveJob job)
    {
        var template = _template(job.Options);
        var file = new FileModel(job);
        var (isLp, solution) = (!template.Uses("model"), job.Directory["solution.sol"]);
        var left = job.TimeLeft;
        var words = template.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = template.Uses("model") ? file.Write(isLp: false) : "",
            ["lp"] = template.Uses("lp") ? file.Write(isLp: true) : "",
            ["solution"] = solution,
            ["log"] = job.Directory["solver.log"],
            ["seconds"] = Math.Ceiling((left ?? TimeSpan.FromDays(100)).TotalSeconds).ToString(CultureInfo.InvariantCulture),
        });
        if (words[0].Contains(Path.DirectorySeparatorChar) ? !File.Exists(words[0]) : Executables.Find(words[0]) is null)
        {
            throw SolverFailure.Missing(Name, $"'{words[0]}' was not found", "put it on PATH or give its full path in --solver-command");
        }

        var facts = new OutputFacts(job.Model.IsMaximization && !isLp, job.Model.IsMaximization);
        var process = new SolverProcess(Name, line =>
        {
            facts.Read(line);
            job.Options.Log?.Invoke(line);
        });

        // Who is told the limit gets time to write its answer; who is not is stopped at the limit, and most write what they have.
        var deadline = left is { } l && template.Uses("seconds") ? l + SolveJob.Patience(l) + TimeSpan.FromSeconds(1) : left;
        var ending = process.Run(words[0], words[1..], deadline, job.CancellationToken);
        return Read(file, solution, facts, ending, hasPlaces: !isLp) with { Bound = file.WithConstant(facts.Bound), Nodes = facts.Nodes, WasCancelled = ending.WasCancelled };
    }

    private Answer Read(FileModel file, string solution, OutputFacts facts, Ending ending, bool hasPlaces)
    {
        if (!ending.WasStopped && ending.ExitCode != 0)
        {
            throw SolverFailure.Crashed(Name, $"ended with exit code {ending.ExitCode}", ending.LastLines);
        }

        try
        {
            if (File.Exists(solution))
            {
                var (claim, values) = SolutionFile.Read(solution, Name, file.Names.Variables, file.Names.Constant, hasPlaces);
                return new Answer(values is null && claim == Claim.Stopped ? facts.Verdict ?? claim : claim, Name) { Values = values };
            }
        }
        catch (DiagnosticException) when (ending.WasStopped)
        {
            // Stopped while it wrote: there is no answer.
            return new Answer(Claim.Stopped, Name);
        }

        return ending.WasStopped ? new Answer(Claim.Stopped, Name)
            : facts.Verdict is { } verdict ? new Answer(verdict, Name)
            : throw SolverFailure.Unreadable(Name, $"it ended without writing the solution file{(ending.LastLines.Length == 0 ? "" : $"; its last lines: {ending.LastLines}")}", "the command must write its solution to {solution}");
    }
}
