using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Emission;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Packaging;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;
using Cimarron.DualMode.Simulation;
using Cimarron.Reports.Programs;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Networks;
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
        var watch = Stopwatch.StartNew();
        var model = CompiledModel.Load(request, context.CancellationToken);
        if (request.Generates is not null)
        {
            Generation.Prompt(model.Network.Source);
        }

        var plan = Plan(model, request, context);
        var program = ProgramWriter.Write(plan);
        var seconds = watch.Elapsed.TotalSeconds;
        context.Console.Report(plan.Network.Diagnostics.Where(d => d.Severity != Severity.Info));
        var timing = Timed(plan, program, context.CancellationToken);
        var certified = AllocationCheck.Run(plan, request.Certifier, context.CancellationToken);
        var facts = Facts(model, request, seconds).Concat(certified).ToArray();
        var report = CompileReport.Of(plan, timing, request.Compares ? Others(model, plan, request) : [], facts, context.CommandLine);
        if (model.Compressed is { } compressed)
        {
            report = AddDense(report, compressed, plan, timing, request, context);
        }

        if (request.Baseline is not null)
        {
            report = report with { Summary = "A plan in the manner of another compiler, all arrays computing; executed by the timing simulator." };
        }

        if (request.Generates is { } tokens)
        {
            var table = GenerationReport.Table(Generate(model.Network, plan, tokens, request, context));
            report = report with { Tables = report.Tables.Add(table), Headlines = [.. report.Headlines, .. table.Headlines] };
        }

        if (request.Output is { } directory)
        {
            new ProgramPackage(program, plan.Chip, model.Values is { } values ? QuantizedData.Of(values) : null).Write(directory);
            ScheduleJson.Write(Path.Combine(directory, "schedule.json"), plan, timing);
            new ReportDirectory(directory).Write(report);
        }

        Print(report, certified, request, context.Console);
        return ExitCode.Ok;
    }

    /// <summary>How long a program takes, after it was checked.</summary>
    private static TimingResult Timed(Plan plan, MetaProgram program, CancellationToken cancellation)
    {
        var violations = ProgramValidator.Check(program, plan.Chip);
        return violations.IsEmpty ? ProgramTimer.Run(program, plan.Chip, cancellation) : throw new InvalidOperationException($"the program breaks a rule: {violations[0]}");
    }

    /// <summary>Compiles the dense network too and puts it beside.</summary>
    private static ReportDocument AddDense(ReportDocument report, CompressedNetwork compressed, Plan plan, TimingResult timing, CompileRequest request, ToolContext context)
    {
        var dense = Plan(new CompiledModel(compressed.Dense, null), request, context);
        return PackingReport.Add(report, compressed, (plan, timing), (dense, Timed(dense, ProgramWriter.Write(dense), context.CancellationToken)));
    }

    private static IEnumerable<(string Name, string Value)> Facts(CompiledModel model, CompileRequest request, double seconds) =>
    [
        ("cost model", request.Options.Cost.Model == CostModelKind.Paper ? "paper (equations as printed; the simulator times the same program by the physical rules)" : "physical"),
        .. request.Baseline is { } baseline ? [("compiler", BaselineNames.All.First(b => b.Kind == baseline).Name)] : Array.Empty<(string, string)>(),
        ("values", model.Values is null ? "none: the program can be timed only" : "int8, executable"),
        ("compile time", string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s")),
    ];

    private static Plan Plan(CompiledModel model, CompileRequest request, ToolContext context)
    {
        if (request.Baseline is { } baseline)
        {
            return Other(DualModeCompiler.Computing(Whole(model)), baseline, request);
        }

        if (model.Values is { } values)
        {
            return DualModeCompiler.Plan(QuantizedLowering.Lower(values), request.Chip, request.Options, context.CancellationToken);
        }

        using var line = new ProgressLine(context.Console, request.IsQuiet);
        var watch = Stopwatch.StartNew();
        var progress = new DirectProgress<CompileProgress>(p => line.Show(watch.Elapsed, () =>
            $"{p.Done}/{p.Total} ways to divide attention, {Numbers.Duration(watch.Elapsed)}{(p.Best is { } best ? $", best so far {best:N0} cycles" : "")}"));
        return DualModeCompiler.Plan(model.Network, request.Chip, request.Options, request.Threads, progress, context.CancellationToken);
    }

    private static Generation Generate(Network network, Plan prefill, int tokens, CompileRequest request, ToolContext context) =>
        Generation.Run(network, tokens, request.Chip, n => ReferenceEquals(n, network) ? prefill.Cycles
            : request.Baseline is { } baseline ? Other(NetworkLowering.Lower(n), baseline, request).Cycles
            : DualModeCompiler.Plan(n, request.Chip, request.Options, request.Threads, null, context.CancellationToken).Cycles);

    private static List<(string Name, double Cycles)> Others(CompiledModel model, Plan plan, CompileRequest request)
    {
        var whole = Whole(model);
        var rows = BaselineNames.All.Select(b => (b.Name, Other(whole, b.Kind, request).Cycles)).ToList();
        rows.Add(("all-compute", DualModeCompiler.Plan(plan.Network, request.Chip, request.Options with { UsesMemoryMode = false }).Cycles));
        return rows;
    }

    /// <summary>Attention stays whole for the others: they know no groups of heads.</summary>
    private static DualNetwork Whole(CompiledModel model) => model.Values is { } values ? QuantizedLowering.Lower(values) : NetworkLowering.Lower(model.Network);

    private static Plan Other(DualNetwork network, BaselineKind kind, CompileRequest request) =>
        BaselinePlanner.Plan(network, request.Chip, kind, request.Options.Cost, request.CopiesProducts);

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
}
