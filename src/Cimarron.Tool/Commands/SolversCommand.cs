using System.CommandLine;
using Cimarron.Solvers;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>solvers</c>: lists what is found, and how to get the rest.</summary>
internal static class SolversCommand
{
    public static Command Create(ToolContext context)
    {
        var check = CommonOptions.Flag("--check", "also solve a small program with each solver that was found");
        var command = new Command("solvers", "List the mixed-integer solvers that were found, and how to get the others.") { check };
        command.SetAction(parse => (int)List(context, parse.GetValue(check)));
        return command;
    }

    private static ExitCode List(ToolContext context, bool isChecked)
    {
        var solvers = SolverLibrary.List();
        var failures = new List<Diagnostic>();
        var table = TableExtensions.Create().Left("solver", "run as", "version", "state", "where");
        foreach (var solver in solvers)
        {
            var state = !solver.IsUsable ? solver.Problem! : isChecked ? Try(solver, failures, context.CancellationToken) : "found";
            table.Row(solver.Name, solver.Kind, solver.Version ?? "", state, solver.Path ?? "");
        }

        context.Console.Write(table);
        foreach (var missing in solvers.GroupBy(s => s.Name).Where(g => g.All(s => !s.IsUsable)))
        {
            context.Console.Out.WriteLine($"{missing.Key} is missing: {missing.First().Hint}");
        }

        context.Console.Out.WriteLine("Any other solver that reads MPS or LP files: --solver-command \"gurobi_cl ResultFile={solution} {model}\".");
        context.Console.Report(failures);
        return failures.Count == 0 ? ExitCode.Ok : ExitCode.SolverFailed;
    }

    /// <summary>Maximise x + y with 2x + 2y ≤ 3 over whole numbers: 1, where the relaxation has 1.5.</summary>
    private static string Try(SolverInfo solver, List<Diagnostic> failures, CancellationToken cancellationToken)
    {
        var model = new MipModel("check");
        var (x, y) = (model.AddBinary("x"), model.AddBinary("y"));
        model.AddConstraint((2 * x) + (2 * y) <= 3, "limit");
        model.Maximize(x + y);
        try
        {
            var result = SolverLibrary.Get(solver).Solve(model, new SolveOptions(), null, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (result is { Status: SolveStatus.Optimal, Objective: 1 })
            {
                return $"works ({Numbers.Seconds(result.Seconds)} s)";
            }

            failures.Add(Diagnostic.Error("CIM0707", $"{solver.Name} ({solver.Kind}) says {result.Status} with objective {result.Objective} for a program whose optimum is 1", hint: "install it anew, or use another one"));
        }
        catch (DiagnosticException e)
        {
            failures.AddRange(e.Diagnostics);
        }

        return "fails";
    }
}
