using System.Collections.Immutable;
using System.CommandLine;
using Cimarron.Exploration.Comparing;
using Cimarron.Mappers;
using Cimarron.Reports.Tables;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>compare</c>: runs several mappers on the same network and shows them side by side.</summary>
internal static class CompareCommand
{
    private const string Usual = "exact,weight-stationary,loma,random";

    public static Command Create(ToolContext context)
    {
        var command = new Command("compare", "Map a network with several mappers and show them side by side.");
        var options = new MapOptions();
        var mappers = new Option<string>("--mappers")
        {
            Description = $"who searches, separated by commas, with options as in --mapper of map: {string.Join(", ", MapperLibrary.Entries.Select(e => e.Name))}",
            HelpName = "LIST",
            DefaultValueFactory = _ => Usual,
        };
        options.AddSharedTo(command);
        command.Options.Add(mappers);
        command.SetAction(parse =>
        {
            var problems = new List<Diagnostic>();
            var chosen = Mappers(parse.GetValue(mappers)!, problems);
            var request = CommonOptions.Collect(() => options.Read(parse, context.Mapper, context.CancellationToken), problems);
            CommonOptions.ThrowIfAny(problems);
            return (int)Run(request!, chosen, context);
        });
        return command;
    }

    private static ImmutableArray<(string Name, ILayerMapper Mapper)> Mappers(string list, List<Diagnostic> problems)
    {
        var names = MapperLibrary.Divide(list);
        if (names.IsEmpty || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length)
        {
            problems.Add(Diagnostic.Error("CIM0602", $"expected one or more different mappers, found '{list}'", field: "--mappers", hint: $"for example --mappers {Usual}"));
        }

        return [.. names.Select(n => (n, Mapper: CommonOptions.Collect(() => MapperLibrary.Create(n), problems))).Where(p => p.Mapper is not null).Select(p => (p.n, p.Mapper!))];
    }

    private static ExitCode Run(MapRequest request, ImmutableArray<(string Name, ILayerMapper Mapper)> mappers, ToolContext context)
    {
        if (request.Verbosity != Verbosity.Quiet)
        {
            context.Console.Report(request.Network.Diagnostics.Where(d => d.Severity != Severity.Info));
        }

        var directory = request.Output is null ? null : new ReportDirectory(request.Output);
        Comparison comparison;
        using (var printer = new ComparisonPrinter(context.Console, request.Options.Objective, isSilent: request.Verbosity == Verbosity.Quiet))
        {
            comparison = Comparer.Run(request.Network, request.Chip.Chip, request.Options, mappers, printer, context.CancellationToken);
        }

        var report = ComparisonReport.Build(comparison, context.CommandLine);
        directory?.Write(report);
        Print(report, request, context.Console);
        return ExitCodeOf(comparison, context.Console);
    }

    private static void Print(ReportDocument report, MapRequest request, ToolConsole console)
    {
        switch (request.Format)
        {
            case OutputFormat.Json:
                ReportJson.Write(report, console.Out);
                break;
            case OutputFormat.Csv:
                TableCsv.Write(report.Tables[0], console.Out);
                break;
            default:
                if (request.Verbosity != Verbosity.Quiet)
                {
                    ReportPrinter.Print(report, console);
                }

                foreach (var (value, meaning) in report.Headlines)
                {
                    console.Out.WriteLine(ToolConsole.Clean($"{value} {meaning}"));
                }

                if (request is { Output: { } output, Verbosity: not Verbosity.Quiet })
                {
                    console.Out.WriteLine($"written to {output}");
                }

                break;
        }

        console.Report(ReportPrinter.Alarms(report));
    }

    private static ExitCode ExitCodeOf(Comparison comparison, ToolConsole console)
    {
        var reference = comparison.Reference.Result;
        var infeasible = reference.Layers.Where(l => l.Answer.Status == MapperStatus.Infeasible).ToArray();
        console.Report(infeasible.Select(l => Diagnostic.Error("CIM0501", $"no legal mapping exists: {l.Answer.Infeasibility}", field: $"layer '{l.Name}'", hint: "enlarge what the message names, e.g. with --set")));
        if (infeasible.Length > 0)
        {
            return ExitCode.Infeasible;
        }

        if (!comparison.WasCancelled)
        {
            return ExitCode.Ok;
        }

        console.Error.WriteLine("cancelled; the best mappings so far are compared");
        return ExitCode.Cancelled;
    }

    /// <summary>Progress of the mapper at work, under its name.</summary>
    private sealed class ComparisonPrinter(ToolConsole console, Objective objective, bool isSilent) : IProgress<ComparisonProgress>, IDisposable
    {
        private readonly ProgressPrinter _printer = new(console, objective, isSilent);

        public void Report(ComparisonProgress value) => _printer.Report(value.Progress, $"{value.Mapper} ({value.Index} of {value.Count}): ");

        public void Dispose() => _printer.Dispose();
    }
}
