using System.CommandLine;
using System.Diagnostics;
using Cimarron.Exploration.Sparse;
using Cimarron.Reports.Sparse;
using Cimarron.Reports.Tables;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>sparse</c>: what sparsity patterns gain on a chip of rigid arrays.</summary>
internal static class SparseCommand
{
    public static Command Create(ToolContext context)
    {
        var options = new SparseRequestOptions();
        var command = new Command("sparse", "Speed, energy and accuracy of sparsity patterns on a digital chip, beside the dense run.");
        options.AddTo(command);
        command.SetAction(parse => (int)Run(options.Read(parse, context.CancellationToken), context));
        return command;
    }

    private static ExitCode Run(SparseRequest request, ToolContext context)
    {
        context.Console.Report([.. request.Question.Network.Diagnostics.Where(d => d.Severity != Severity.Info), .. request.Remark is { } remark ? new[] { remark } : []]);
        SparseAnswer answer;
        using (var line = new ProgressLine(context.Console, request.IsQuiet))
        {
            var watch = Stopwatch.StartNew();
            answer = SparseSweep.Run(request.Question, request.Threads, new Progress(line, watch), context.CancellationToken);
        }

        var report = SparseReport.Of(answer, context.CommandLine);
        if (request.Output is { } directory)
        {
            new ReportDirectory(directory).Write(report);
            answer.Profile?.Save(Path.Combine(directory, "profile.npz"));
        }

        if (request.AsJson)
        {
            ReportJson.Write(report, context.Console.Out);
        }
        else
        {
            var shown = request.ShowsDetails ? report : report with { Tables = [.. report.Tables.Where(t => t.Id == "patterns")] };
            ReportPrinter.Print(shown, context.Console, headlinesOnly: request.IsQuiet);
            if (request is { Output: { } output, IsQuiet: false })
            {
                context.Console.Out.WriteLine($"written to {output}");
            }
        }

        return answer.Points.Length == request.Question.Patterns.Length ? ExitCode.Ok : ExitCode.Cancelled;
    }

    private sealed class Progress(ProgressLine line, Stopwatch watch) : IProgress<SparseProgress>
    {
        public void Report(SparseProgress value) => line.Show(watch.Elapsed, () =>
            $"{value.Done}/{value.Total} runs, {Numbers.Duration(watch.Elapsed)}{(value.Done > 0 ? $", about {Numbers.Duration(watch.Elapsed / value.Done * (value.Total - value.Done))} left" : "")} | {ToolConsole.Clean(value.Current)}");
    }
}
