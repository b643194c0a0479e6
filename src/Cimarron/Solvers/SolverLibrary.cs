using Cimarron.Solvers.Cbc;
using Cimarron.Solvers.Commands;
using Cimarron.Solvers.Highs;

namespace Cimarron.Solvers;

/// <summary>Finds solvers: by name, or by a command that the user gives.</summary>
public static class SolverLibrary
{
    /// <summary>Whatever is there, the stronger first.</summary>
    public const string Auto = "auto";

    private const string Cbc = "cbc";
    private const string Highs = "highs";

    /// <summary>The names that <see cref="Get(string)"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, Highs, Cbc];

    /// <summary>A solver by name, looked for now and not when it is first used.</summary>
    /// <param name="name"><c>highs</c>, <c>cbc</c>, or <c>auto</c>: HiGHS if it is there, for it is the stronger one, otherwise CBC.</param>
    /// <exception cref="DiagnosticException">The name is unknown (<see cref="ExitCode.BadInput"/>), or the solver is missing or too old (<see cref="ExitCode.SolverFailed"/>).</exception>
    public static IMipSolver Get(string name)
    {
        var wanted = Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new DiagnosticException(Diagnostic.Error("CIM0710", $"unknown solver '{name}'", field: "--solver", hint: $"{Suggestion.For(name, Names)}; any other one by --solver-command"));
        var problems = new List<Diagnostic>();
        foreach (var way in Ways(wanted))
        {
            if (way.Info.IsUsable)
            {
                return way.Make();
            }

            problems.Add(Diagnostic.Error("CIM0702", $"{way.Info.Name} cannot be used ({way.Info.Kind}): {way.Info.Problem}", hint: way.Info.Hint));
        }

        throw new DiagnosticException(problems, ExitCode.SolverFailed);
    }

    /// <summary>One of the solvers of <see cref="List"/>.</summary>
    /// <param name="info">What was listed.</param>
    /// <exception cref="DiagnosticException">It cannot be used, or is there no longer.</exception>
    public static IMipSolver Get(SolverInfo info) =>
        Ways(info.Name).FirstOrDefault(w => w.Info.Kind == info.Kind) is { Info.IsUsable: true } way
            ? way.Make()
            : throw SolverFailure.Missing(info.Name, info.Problem ?? $"{info.Kind} was not found", info.Hint);

    /// <summary>A solver that is started by a command, e.g. <c>gurobi_cl ResultFile={solution} {model}</c>.</summary>
    /// <param name="template">
    /// The command, split into words at white space outside quotes and started without a shell. <c>{model}</c> is the model as an MPS file, <c>{lp}</c> as an LP file,
    /// <c>{solution}</c> where the solution is expected, <c>{log}</c> a file for a log, <c>{seconds}</c> what is left of the time limit, a whole number.
    /// </param>
    /// <exception cref="DiagnosticException">The template is malformed (<see cref="ExitCode.BadInput"/>).</exception>
    public static IMipSolver FromCommand(string template) => new CommandSolver(CommandTemplate.Parse(template));

    /// <summary>Every known way to a solver, in the order of preference, with what was found.</summary>
    public static IReadOnlyList<SolverInfo> List() => [.. Ways(Auto).Select(w => w.Info)];

    /// <summary>Found one after another: later ones are not looked for when an earlier one will do.</summary>
    private static IEnumerable<Way> Ways(string name)
    {
        if (name != Cbc)
        {
            yield return NativeHighs();
            yield return WasmHighs();
        }

        if (name != Highs)
        {
            yield return LinkedCbc();
            yield return CbcCommand();
        }
    }

    private static Way NativeHighs()
    {
        var info = new SolverInfo(Highs, "highs executable", null, null, "not found on PATH", SolverHints.Highs);
        if (HighsExecutable.Find() is not { } found)
        {
            return new Way(info, () => throw new InvalidOperationException());
        }

        return new Way(info with { Version = found.Version, Path = found.Path, Problem = found.Problem }, () => new NativeHighsSolver(found.Path));
    }

    private static Way WasmHighs()
    {
        var (package, missing) = HighsPackage.Find();
        var info = new SolverInfo(Highs, "npm package highs under node", package?.Version, package?.Directory, package is null ? missing : null, SolverHints.Highs);
        return new Way(info, () => new WasmHighsSolver(package!));
    }

    private static Way LinkedCbc()
    {
        var (library, version, missing) = CbcLibrary.Inspect();
        var host = WorkerHost.Default();
        var problem = missing ?? (host is null ? "the tool, whose process would run it, is not next to the library" : null);
        return new Way(new SolverInfo(Cbc, "library", version, library, problem, SolverHints.Cbc), () => new CbcSolver(host!));
    }

    private static Way CbcCommand()
    {
        var path = Running.Executables.Find("cbc");
        var info = new SolverInfo(Cbc, "cbc executable", null, path, path is null ? "not found on PATH" : null, SolverHints.Cbc);
        return new Way(info, () => new CommandSolver("CBC", options => CbcExecutable.Template(path!, options)));
    }

    private sealed record Way(SolverInfo Info, Func<IMipSolver> Make);
}
