using System.CommandLine;
using Cimarron.Mappers;
using Cimarron.Solvers;

namespace Cimarron.Tool.Commands;

/// <summary>The options that choose a mixed-integer solver, for <c>--mapper mip</c> and <c>--certify</c>.</summary>
internal sealed class SolverOptions
{
    private readonly Option<string?> _certify = new("--certify") { Description = "have a mixed-integer solver confirm what it can about every layer: auto, highs or cbc", HelpName = "SOLVER", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _certifyFull = CommonOptions.Flag("--certify-full", "with --certify: programs with every column that no bound excludes, not only those near the optimum; for small layers");
    private readonly Option<string?> _solver = new("--solver") { Description = "the solver of --mapper mip or --certify: auto, highs or cbc (default auto)", HelpName = "SOLVER" };
    private readonly Option<string?> _command = new("--solver-command") { Description = "any other solver, by a command with {model} or {lp}, {solution} and perhaps {seconds}", HelpName = "TEMPLATE" };
    private readonly Option<string?> _writeModel = new("--write-model") { Description = "a single layer only: write the programs that go to the solver, as .lp or .mps; the second becomes FILE-2 and so on", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _certify, _certifyFull, _solver, _command, _writeModel })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was chosen. Nothing is looked for before it is needed.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="mapper">The mapper as typed; null when none was.</param>
    /// <param name="problems">Takes what does not go together.</param>
    public SolverChoice Read(ParseResult parse, string? mapper, List<Diagnostic> problems)
    {
        var (solver, command, file, certify) = (parse.GetValue(_solver), parse.GetValue(_command), parse.GetValue(_writeModel), parse.GetResult(_certify) is not null);
        var isMip = mapper is not null && mapper.Split(':')[0].Trim().Equals("mip", StringComparison.OrdinalIgnoreCase);
        var given = (solver, command) switch { (null, null) => null, (not null, _) => "--solver", _ => "--solver-command" };
        foreach (var option in (string?[])[given, file is null ? null : "--write-model"])
        {
            Exclude(option is not null && !isMip && !certify, option!, "is for --mapper mip and --certify", "add one of the two, or leave it out", problems);
        }

        Exclude(solver is not null && command is not null, "--solver-command", "cannot be combined with --solver", "give one of the two", problems);
        Exclude(given is not null && parse.GetValue(_certify) is not null, "--certify", $"names a solver, and so does {given}", "give --certify without a name", problems);
        Exclude(certify && isMip, "--certify", "cannot be combined with --mapper mip, whose result says already what a solver has proven", "leave out one of the two", problems);
        Exclude(parse.GetValue(_certifyFull) && !certify, "--certify-full", "says how to certify, which is not asked for", "add --certify", problems);
        return new SolverChoice(certify, parse.GetValue(_certify), solver, command, file) { IsInFull = parse.GetValue(_certifyFull) };
    }

    /// <summary>Reports what does not go with the rest of the command line.</summary>
    /// <param name="choice">What was chosen.</param>
    /// <param name="options">The other options.</param>
    /// <param name="layers">Distinct layers of the network.</param>
    /// <param name="points">Points of a front, if one is asked for.</param>
    /// <param name="problems">Takes the findings.</param>
    public static void Check(SolverChoice choice, MapperOptions options, int layers, int? points, List<Diagnostic> problems)
    {
        Exclude(choice.IsCertified && options.HasCaps, "--certify", "cannot be combined with a cap, which says nothing about the recursion that is certified", "give one of the two", problems);
        Exclude(choice.IsCertified && points is not null, "--certify", "cannot be combined with --pareto", "give one of the two", problems);
        Exclude(choice.ModelFile is not null && layers > 1, "--write-model", $"is for a single layer, this network has {layers}", "--layer maps one layer", problems);
    }

    private static void Exclude(bool both, string field, string message, string hint, List<Diagnostic> problems)
    {
        if (both)
        {
            problems.Add(Diagnostic.Error("CIM0603", message, field: field, hint: hint));
        }
    }
}
