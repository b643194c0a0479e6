using System.CommandLine;
using System.Globalization;
using Cimarron.Exploration.Ciminus;
using Cimarron.Exploration.Cmswitch;
using Cimarron.Exploration.Miredo;
using Cimarron.Exploration.Studies;
using Cimarron.Mappers;
using Cimarron.Reports.Tables;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>paper</c>: regenerates the tables of a paper.</summary>
internal static class PaperCommand
{
    private const string CacheDirectory = "cache";

    private delegate ReportDocument Study(string command, IProgress<StudyProgress>? progress, Action<ReportDocument>? refreshed, CancellationToken cancellationToken);

    public static Command Create(ToolContext context) => new("paper", "Regenerate the tables of a paper, published figures beside ours.") { Miredo(context), Cmswitch(context), Ciminus(context) };

    private static Command Miredo(ToolContext context)
    {
        var output = new Option<string>("--output", "-o") { Description = "directory for the report, and for the answers so far: a run that was stopped goes on from them", HelpName = "DIRECTORY", DefaultValueFactory = _ => "out/miredo" };
        var tables = new Option<string>("--tables") { Description = $"only these, separated by commas: {string.Join(", ", MiredoStudy.Tables.Select(t => t.Id))}", HelpName = "LIST", DefaultValueFactory = _ => "" };
        var quick = CommonOptions.Flag("--quick", "fewer networks and sweep points: minutes instead of half an hour");
        var timeLimit = CommonOptions.Number(MapperOptions.TimeLimitOption, "SECONDS");
        var threads = CommonOptions.Number(MapperOptions.ThreadsOption, "N");
        var json = CommonOptions.Flag("--json", "print the report as JSON instead of tables");
        var quiet = CommonOptions.Flag("--quiet", "print only errors and the headline numbers");
        var command = new Command("miredo", "Regenerate the tables of MIREDO (ASP-DAC 2026, arXiv 2510.26463).") { output, tables, quick, timeLimit, threads, json, quiet };
        command.SetAction(parse =>
        {
            var problems = new List<Diagnostic>();
            var options = new StudyOptions
            {
                IsQuick = parse.GetValue(quick),
                TimeLimit = TimeSpan.FromSeconds(CommonOptions.Value(MapperOptions.TimeLimitOption, parse.GetValue(timeLimit), problems)),
                Threads = (int)CommonOptions.Value(MapperOptions.ThreadsOption, parse.GetValue(threads), problems),
            };
            var names = parse.GetValue(tables)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var directory = parse.GetValue(output)!;
            CommonOptions.ThrowIfAny(problems);
            var study = new MiredoStudy(options, names, Path.Combine(directory, CacheDirectory));
            return (int)Run(study.Run, () => study.IsComplete, directory, parse.GetValue(json), parse.GetValue(quiet), context);
        });
        return command;
    }

    private static Command Cmswitch(ToolContext context)
    {
        var output = new Option<string>("--output", "-o") { Description = "directory for the report, and for the answers so far: a run that was stopped goes on from them", HelpName = "DIRECTORY", DefaultValueFactory = _ => "out/cmswitch" };
        var tables = new Option<string>("--tables") { Description = $"only these, separated by commas: {string.Join(", ", CmswitchStudy.Tables.Select(t => t.Id))}", HelpName = "LIST", DefaultValueFactory = _ => "" };
        var quick = CommonOptions.Flag("--quick", "fewer networks, lengths and sweep points: seconds instead of minutes");
        var threads = CommonOptions.Number(MapperOptions.ThreadsOption, "N");
        var json = CommonOptions.Flag("--json", "print the report as JSON instead of tables");
        var quiet = CommonOptions.Flag("--quiet", "print only errors and the headline numbers");
        var command = new Command("cmswitch", "Regenerate the tables of CMSwitch (ASPLOS 2025, arXiv 2502.17006).") { output, tables, quick, threads, json, quiet };
        command.SetAction(parse =>
        {
            var problems = new List<Diagnostic>();
            var options = new CmswitchOptions { IsQuick = parse.GetValue(quick), Threads = (int)CommonOptions.Value(MapperOptions.ThreadsOption, parse.GetValue(threads), problems) };
            var names = parse.GetValue(tables)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var directory = parse.GetValue(output)!;
            CommonOptions.ThrowIfAny(problems);
            var study = new CmswitchStudy(options, names, Path.Combine(directory, CacheDirectory));
            return (int)Run(study.Run, () => study.IsComplete, directory, parse.GetValue(json), parse.GetValue(quiet), context);
        });
        return command;
    }

    private static Command Ciminus(ToolContext context)
    {
        var output = new Option<string>("--output", "-o") { Description = "directory for the report", HelpName = "DIRECTORY", DefaultValueFactory = _ => "out/ciminus" };
        var tables = new Option<string>("--tables") { Description = $"only these, separated by commas: {string.Join(", ", CiminusStudy.Tables.Select(t => t.Id))}", HelpName = "LIST", DefaultValueFactory = _ => "" };
        var quick = CommonOptions.Flag("--quick", "one network, few ratios and images: seconds instead of minutes");
        var threads = CommonOptions.Number(MapperOptions.ThreadsOption, "N");
        var json = CommonOptions.Flag("--json", "print the report as JSON instead of tables");
        var quiet = CommonOptions.Flag("--quiet", "print only errors and the headline numbers");
        var command = new Command("ciminus", "The studies of CIMinus (IEEE TC 2026, arXiv 2511.16368): sparsity patterns on rigid arrays.") { output, tables, quick, threads, json, quiet };
        command.SetAction(parse =>
        {
            var problems = new List<Diagnostic>();
            var options = new CiminusOptions { IsQuick = parse.GetValue(quick), Threads = (int)CommonOptions.Value(MapperOptions.ThreadsOption, parse.GetValue(threads), problems) };
            var names = parse.GetValue(tables)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            CommonOptions.ThrowIfAny(problems);
            var study = new CiminusStudy(options, names);
            return (int)Run(study.Run, () => study.IsComplete, parse.GetValue(output)!, parse.GetValue(json), parse.GetValue(quiet), context);
        });
        return command;
    }

    private static ExitCode Run(Study study, Func<bool> isComplete, string directory, bool asJson, bool isQuiet, ToolContext context)
    {
        var files = new ReportDirectory(directory);
        ReportDocument report;
        using (var line = new ProgressLine(context.Console, isQuiet))
        {
            report = study(context.CommandLine, new Progress(line), files.Write, context.CancellationToken);
        }

        files.Write(report);
        if (asJson)
        {
            ReportJson.Write(report, context.Console.Out);
        }
        else
        {
            ReportPrinter.Print(report, context.Console, headlinesOnly: isQuiet);
            context.Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Tables.Length} tables written to {directory}"));
        }

        context.Console.Report(ReportPrinter.Alarms(report));
        if (isComplete())
        {
            return ExitCode.Ok;
        }

        context.Console.Error.WriteLine("cancelled; the same command goes on from here");
        return ExitCode.Cancelled;
    }

    private sealed class Progress(ProgressLine line) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => line.Show(value.Elapsed, () =>
            $"{value.Done}/{value.Total} tasks, {Numbers.Duration(value.Elapsed)}{(value.Remaining is { } left ? $", about {Numbers.Duration(left)} left" : "")} | {value.Table}: {ToolConsole.Clean(value.Current)}");
    }
}
