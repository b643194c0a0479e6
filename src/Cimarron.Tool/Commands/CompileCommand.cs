using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Emission;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Packaging;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;
using Cimarron.DualMode.Simulation;
using Cimarron.Mappers;
using Cimarron.Reports.Programs;
using Cimarron.Reports.Tables;
using Cimarron.Tool.Output;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary><c>compile</c>: compiles a network for a chip whose arrays switch between compute and memory.</summary>
internal static class CompileCommand
{
    public static Command Create(ToolContext context)
    {
        var options = new CompileRequestOptions();
        var command = new Command("compile", "Compile a network for a dual-mode chip: segments, modes, a program that runs.");
        options.AddTo(command);
        command.SetAction(parse => (int)Run(options.Read(parse), context));
        return command;
    }

    private static ExitCode Run(CompileRequest request, ToolContext context)
    {
        if (request.Generates is not null)
        {
            Generation.Prompt(NetworkLoader.Load(request.Model, request.Dims, context.CancellationToken).Source);
        }

        var watch = Stopwatch.StartNew();
        var plan = Plan(request, context, out var data, out var network);
        var seconds = watch.Elapsed.TotalSeconds;
        context.Console.Report(network.Diagnostics.Where(d => d.Severity != Severity.Info));
        var program = ProgramWriter.Write(plan);
        var violations = ProgramValidator.Check(program, plan.Chip);
        if (!violations.IsEmpty)
        {
            throw new InvalidOperationException($"the program breaks a rule: {violations[0]}");
        }

        var timing = ProgramTimer.Run(program, plan.Chip, context.CancellationToken);
        var certified = AllocationCheck.Run(plan, request.Certifier, context.CancellationToken);
        (string, string)[] facts =
        [
            ("cost model", request.Options.Cost.Model == CostModelKind.Paper ? "paper (equations as printed; the simulator times the same program by the physical rules)" : "physical"),
            ("values", data is null ? "none: the program can be timed only" : "int8, executable"),
            ("compile time", string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s")),
            .. certified,
        ];
        var report = CompileReport.Of(plan, timing, request.Compares ? Others(network, request) : [], facts, context.CommandLine);
        if (request.Generates is { } tokens)
        {
            var table = GenerationReport.Table(Generate(plan, tokens, request, context));
            report = report with { Tables = report.Tables.Add(table), Headlines = [.. report.Headlines, .. table.Headlines] };
        }

        if (request.Output is { } directory)
        {
            new ProgramPackage(program, plan.Chip, data).Write(directory);
            ScheduleJson.Write(Path.Combine(directory, "schedule.json"), plan, timing);
            new ReportDirectory(directory).Write(report);
        }

        Print(report, certified, request, context.Console);
        return ExitCode.Ok;
    }

    private static Plan Plan(CompileRequest request, ToolContext context, out ProgramData? data, out DualNetwork network)
    {
        data = null;
        if (ModelValues.Load(request, context.CancellationToken) is { } graph)
        {
            data = QuantizedData.Of(graph);
            network = QuantizedLowering.Lower(graph);
            return DualModeCompiler.Plan(network, request.Chip, request.Options, context.CancellationToken);
        }

        var model = NetworkLoader.Load(request.Model, request.Dims, context.CancellationToken);
        using var line = new ProgressLine(context.Console, request.IsQuiet);
        var watch = Stopwatch.StartNew();
        var progress = new DirectProgress<CompileProgress>(p => line.Show(watch.Elapsed, () =>
            $"{p.Done}/{p.Total} ways to divide attention, {Numbers.Duration(watch.Elapsed)}{(p.Best is { } best ? $", best so far {best:N0} cycles" : "")}"));
        var plan = DualModeCompiler.Plan(model, request.Chip, request.Options, request.Threads, progress, context.CancellationToken);
        network = plan.Network;
        return plan;
    }

    private static Generation Generate(Plan prefill, int tokens, CompileRequest request, ToolContext context)
    {
        var network = NetworkLoader.Load(request.Model, request.Dims, context.CancellationToken);
        return Generation.Run(network, tokens, request.Chip, n => ReferenceEquals(n, network) ? prefill.Cycles
            : DualModeCompiler.Plan(n, request.Chip, request.Options, request.Threads, null, context.CancellationToken).Cycles);
    }

    private static List<(string Name, double Cycles)> Others(DualNetwork network, CompileRequest request)
    {
        // Attention stays whole for the others: they know no groups of heads.
        var whole = request.Model.Length > 0 && network.Operators.Any(o => o.Stationary >= 0) && network.Tensors.All(t => t.Scale is null)
            ? NetworkLowering.Lower(NetworkLoader.Load(request.Model, request.Dims))
            : network;
        var rows = BaselineNames.All.Select(b => (b.Name, BaselinePlanner.Plan(whole, request.Chip, b.Kind, request.Options.Cost, request.CopiesProducts).Cycles)).ToList();
        rows.Add(("all-compute", DualModeCompiler.Plan(network, request.Chip, request.Options with { UsesMemoryMode = false }).Cycles));
        return rows;
    }

    private static void Print(ReportDocument report, IReadOnlyList<(string Name, string Value)> certified, CompileRequest request, ToolConsole console)
    {
        if (request.Format == OutputFormat.Json)
        {
            ReportJson.Write(report, console.Out);
        }
        else
        {
            ReportPrinter.Print(report, console, headlinesOnly: request.IsQuiet);
            foreach (var (_, certificate) in certified)
            {
                console.Out.WriteLine(certificate);
            }

            if (request is { Output: { } output, IsQuiet: false })
            {
                console.Out.WriteLine($"written to {output}; run it with: cimarron run {Path.Combine(output, ProgramPackage.ProgramFile)}");
            }
        }

        console.Report(ReportPrinter.Alarms(report));
    }

    private sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
