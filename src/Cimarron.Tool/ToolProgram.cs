using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Cimarron.Mappers;
using Cimarron.Tool.Commands;

namespace Cimarron.Tool;

/// <summary>The command line as a function: arguments in, exit code out.</summary>
internal static class ToolProgram
{
    /// <summary>Runs the tool in this process.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="stdout">Takes results.</param>
    /// <param name="stderr">Takes progress and diagnostics.</param>
    /// <param name="mapper">Who maps layers; the exact mapper when null.</param>
    /// <param name="cancellationToken">Stops the search; the best so far is reported.</param>
    public static int Run(IReadOnlyList<string> args, TextWriter stdout, TextWriter stderr, ILayerMapper? mapper = null, CancellationToken cancellationToken = default) =>
        Run(args, new ToolConsole(stdout, stderr), cancellationToken, mapper);

    /// <summary>Runs the tool on a given console.</summary>
    public static int Run(IReadOnlyList<string> args, ToolConsole console, CancellationToken cancellationToken, ILayerMapper? mapper = null)
    {
        try
        {
            var context = new ToolContext(console, mapper ?? new ExactMapper(), "cimarron " + string.Join(' ', args.Select(Quoted)), cancellationToken);
            return Invoke(Root(context), args.Count == 0 ? ["--help"] : args, console);
        }
        catch (DiagnosticException e)
        {
            console.Report(e.Diagnostics);
            return (int)e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            console.Error.WriteLine("cancelled before there was a result");
            return (int)ExitCode.Cancelled;
        }
        catch (IOException e) when (e.Message.Contains("Broken pipe", StringComparison.OrdinalIgnoreCase))
        {
            // The reader of our output (head, less) has seen enough.
            return (int)ExitCode.Ok;
        }
        catch (IOException e)
        {
            console.Report([Diagnostic.Error("CIM0111", $"cannot write the output: {e.Message}", hint: "check that the disk has room")]);
            return (int)ExitCode.BadInput;
        }
#pragma warning disable CA1031 // The last resort: whatever happens, the user gets one sentence and an exit code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            console.Error.WriteLine($"internal error: {ToolConsole.Clean(e.Message.ReplaceLineEndings(" "))} ({e.GetType().Name}); please report it with the command line");
            console.Error.WriteLine(args.Contains("--verbose") ? e.ToString() : "  hint: run again with --verbose for details");
            return (int)ExitCode.InternalError;
        }
    }

    private static RootCommand Root(ToolContext context)
    {
        var root = new RootCommand("Maps neural networks onto compute-in-memory accelerators, with proven optima.") { HelpName = "cimarron" };
        root.Directives.Clear();
        root.Subcommands.Add(MapCommand.Create(context));
        root.Subcommands.Add(CompareCommand.Create(context));
        root.Subcommands.Add(CompileCommand.Create(context));
        root.Subcommands.Add(RunCommand.Create(context));
        root.Subcommands.Add(PruneCommand.Create(context));
        root.Subcommands.Add(SparseCommand.Create(context));
        root.Subcommands.Add(EvaluateCommand.Create(context));
        root.Subcommands.Add(ReportCommand.Create(context));
        root.Subcommands.Add(PaperCommand.Create(context));
        root.Subcommands.Add(ChipsCommand.Create(context));
        root.Subcommands.Add(ModelsCommand.Create(context));
        root.Subcommands.Add(SolversCommand.Create(context));
        foreach (var option in root.Options)
        {
            switch (option)
            {
                case VersionOption version:
                    version.Action = new VersionAction();
                    break;
                case HelpOption { Action: HelpAction help } helpOption:
                    helpOption.Action = new HelpWithExamples(help, context.Console.Width);
                    break;
            }
        }

        return root;
    }

    private static int Invoke(RootCommand root, IReadOnlyList<string> args, ToolConsole console)
    {
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (result.Action is not (HelpWithExamples or VersionAction) && Problems(result).ToArray() is { Length: > 0 } problems)
        {
            console.Report(problems);
            return (int)ExitCode.BadInput;
        }

        return result.Invoke(new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>
    /// What is wrong with the command line. An unknown option would pass for the value of an argument, or for one more value of an option that takes several, so those are looked for first.
    /// </summary>
    private static IEnumerable<Diagnostic> Problems(ParseResult result)
    {
        var command = result.CommandResult;
        var options = command.Command.Options.Where(o => !o.Hidden).Select(o => o.Name).ToArray();
        var values = command.Children.Where(c => c is ArgumentResult or OptionResult { Option.AllowMultipleArgumentsPerToken: true }).SelectMany(c => c.Tokens).Select(t => t.Value);
        var unknown = values.Concat(result.UnmatchedTokens).Where(v => v.Length > 1 && v[0] == '-').ToArray();
        if (unknown.Length > 0)
        {
            return unknown.Select(u => Diagnostic.Error("CIM0601", "unknown option", field: u, hint: Suggestion.For(u, options)));
        }

        return result.Errors.Select(e => Diagnostic.Error("CIM0601", e.Message.TrimEnd('.'), field: FieldOf(e), hint: $"see {CommandPath(command)} --help"));
    }

    private static string? FieldOf(ParseError error) => error.SymbolResult switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => null,
    };

    private static string CommandPath(CommandResult command) => command.Parent is CommandResult parent ? $"{CommandPath(parent)} {command.Command.Name}" : "cimarron";

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsLetterOrDigit(c) || "-_=.,:/+%@×".Contains(c, StringComparison.Ordinal)) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
