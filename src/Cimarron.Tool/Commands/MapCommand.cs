using System.CommandLine;
using Cimarron.Mappers;
using Cimarron.Reports;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>map</c>: maps every layer of a network onto a chip and reports costs, bounds and mappings.</summary>
internal static class MapCommand
{
    public static Command Create(ToolContext context)
    {
        var command = new Command("map", "Map a network, or one layer, onto a chip and prove how good the mapping is.");
        var options = new MapOptions();
        options.AddTo(command);
        command.SetAction(parse => (int)Run(options.Read(parse, context.Mapper, context.CancellationToken), context));
        return command;
    }

    private static ExitCode Run(MapRequest request, ToolContext context)
    {
        if (request.Verbosity != Verbosity.Quiet)
        {
            context.Console.Report(request.Network.Diagnostics.Where(d => d.Severity != Severity.Info));
        }

        if (request.ParetoPoints is { } points)
        {
            return FrontRun.Run(request, points, context);
        }

        var directory = request.Output is null ? null : new ResultDirectory(request.Output);
        var refresh = new ResultRefresher(directory, outcome => ResultBuilder.Build(outcome, request.Chip, context.CommandLine, isRunning: true));
        NetworkResult outcome;
        using (var printer = new ProgressPrinter(context.Console, request.Options.Objective, isSilent: request.Verbosity == Verbosity.Quiet))
        {
            outcome = new NetworkMapper(request.Mapper).Map(request.Network, request.Chip.Chip, request.Options, new Both(printer, refresh), context.CancellationToken);
        }

        var dense = MapDense(outcome, request, context);
        var result = ResultBuilder.Build(outcome, request.Chip, context.CommandLine);
        result = request.Compressed is { } compressed ? SparseResult.Add(result, compressed, outcome, dense) : result;
        directory?.WriteAll(result, outcome);
        Print(result, request, context.Console);
        var exit = ExitCodeOf(outcome, context.Console);
        return exit == ExitCode.Ok && dense is not null ? ExitCodeOf(dense, context.Console) : exit;
    }

    /// <summary>The network without its pattern; layers that the pattern leaves as they were are not mapped again. Null without a pattern, or when the run was cancelled before.</summary>
    private static NetworkResult? MapDense(NetworkResult outcome, MapRequest request, ToolContext context)
    {
        if (request.Compressed is not { } compressed || outcome.WasCancelled)
        {
            return null;
        }

        using var printer = new ProgressPrinter(context.Console, request.Options.Objective, isSilent: request.Verbosity == Verbosity.Quiet);
        return new NetworkMapper(request.Mapper) { Known = outcome }.Map(compressed.Dense, request.Chip.Chip, request.Options, new DirectProgress<NetworkProgress>(p => printer.Report(p, "dense: ")), context.CancellationToken);
    }

    private static void Print(ResultDocument result, MapRequest request, ToolConsole console)
    {
        switch (request.Format)
        {
            case OutputFormat.Json:
                ResultJson.Write(result, console.Out);
                return;
            case OutputFormat.Csv:
                LayerCsv.Write(result, console.Out);
                return;
        }

        if (request.Verbosity != Verbosity.Quiet)
        {
            ResultTables.Print(result, console, request.Verbosity == Verbosity.Verbose);
        }

        console.Out.WriteLine(ResultTables.FinalLine(result));
        if (request is { Output: { } output, Verbosity: not Verbosity.Quiet })
        {
            console.Out.WriteLine($"written to {output}");
        }

        if (request is { ModelWriter: { } writer, Verbosity: not Verbosity.Quiet })
        {
            console.Out.WriteLine(writer.Files.Count == 0 ? "no program was left to a solver, so none was written" : $"programs written to {string.Join(", ", writer.Files)}");
        }
    }

    private static ExitCode ExitCodeOf(NetworkResult outcome, ToolConsole console)
    {
        var infeasible = outcome.Layers.Where(l => l.Answer.Status == MapperStatus.Infeasible).ToArray();
        console.Report(infeasible.Select(l => Diagnostic.Error("CIM0501", $"no legal mapping exists: {l.Answer.Infeasibility}", field: $"layer '{l.Name}'", hint: "enlarge what the message names, e.g. with --set")));
        if (infeasible.Length > 0)
        {
            return ExitCode.Infeasible;
        }

        var missed = outcome.Layers.Where(l => l.Answer is { Status: MapperStatus.Heuristic, Mapping: null }).ToArray();
        console.Report(missed.Select(l => Diagnostic.Error("CIM0502", "the heuristic found no legal mapping; there may be one", field: $"layer '{l.Name}'", hint: "try --mapper exact")));
        var uncertified = outcome.Layers.Where(l => !l.Answer.Problems.IsEmpty).ToArray();
        console.Report(uncertified.SelectMany(l => l.Answer.Problems.Select(p => p with { Field = p.Field ?? $"layer '{l.Name}'" })));
        if (!outcome.WasCancelled)
        {
            return missed.Length > 0 ? ExitCode.Infeasible : uncertified.Length > 0 ? ExitCode.SolverFailed : ExitCode.Ok;
        }

        console.Error.WriteLine("cancelled; the best mappings so far are reported with their gaps");
        return ExitCode.Cancelled;
    }

    /// <summary>Passes reports to two listeners.</summary>
    private sealed class Both(IProgress<NetworkProgress> first, IProgress<NetworkProgress> second) : IProgress<NetworkProgress>
    {
        public void Report(NetworkProgress value)
        {
            first.Report(value);
            second.Report(value);
        }
    }
}
