using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cimarron.DualMode;
using Cimarron.DualMode.Packaging;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation;
using Cimarron.DualMode.Simulation.Values;
using Cimarron.Inference.Arrays;
using Cimarron.Reports.Programs;
using Cimarron.Reports.Tables;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>run</c>: executes a compiled program in timing, and in values when it is given inputs.</summary>
internal static class RunCommand
{
    public static Command Create(ToolContext context)
    {
        var program = new Argument<string>("program") { Description = "program.cim, or the directory that compile wrote" };
        var input = new Option<string?>("--input", "-i") { Description = "NPZ file with inputs, samples along the first axis; an array of labels gives the accuracy", HelpName = "FILE" };
        var scale = CompileRequestOptions.InputScale();
        var output = new Option<string?>("--output", "-o") { Description = "NPZ file for the outputs", HelpName = "FILE" };
        var chip = new Option<string?>("--chip", "-c") { Description = "the chip, when the file chip.yaml is not beside the program", HelpName = "NAME|FILE" };
        var set = CompileRequestOptions.Set();
        var json = CommonOptions.Flag("--json", "print the report as JSON instead of tables");
        var quiet = CommonOptions.Flag("--quiet", "print only errors and the headline numbers");
        var command = new Command("run", "Run a compiled program: its timing, and its values when inputs are given.") { program, input, scale, output, chip, set, json, quiet };
        command.SetAction(parse =>
        {
            var problems = new List<Diagnostic>();
            var request = new RunRequest(
                parse.GetValue(input), CompileRequestOptions.Scale(parse.GetValue(scale)!, problems), parse.GetValue(output), parse.GetValue(json), parse.GetValue(quiet));
            var named = parse.GetValue(chip);
            if (named is null && parse.GetValue(set) is { Length: > 0 })
            {
                problems.Add(Diagnostic.Error("CIM0602", "--set changes the chip that --chip names, and none is named", field: "--set", hint: "add --chip, or leave --set out: the program's own chip lies beside it"));
            }

            CommonOptions.ThrowIfAny(problems);
            var package = ProgramPackage.Read(parse.GetValue(program)!, named is null ? null : DualModeChipLibrary.Load(named, parse.GetValue(set)));
            return (int)Run(package, request, parse.GetValue(program)!, context);
        });
        return command;
    }

    private static ExitCode Run(ProgramPackage package, RunRequest request, string file, ToolContext context)
    {
        var violations = ProgramValidator.Check(package.Program, package.Chip);
        if (!violations.IsEmpty)
        {
            file = Directory.Exists(file) ? Path.Combine(file, ProgramPackage.ProgramFile) : file;
            throw new DiagnosticException([.. violations.Select(v => v.ToDiagnostic(file))]);
        }

        var timing = ProgramTimer.Run(package.Program, package.Chip, context.CancellationToken);
        var lines = request.Input is null ? [] : Values(package, request, context);
        var report = RunReport.Of(package, timing, lines, context.CommandLine);
        if (request.AsJson)
        {
            ReportJson.Write(report, context.Console.Out);
        }
        else
        {
            ReportPrinter.Print(report, context.Console, headlinesOnly: request.IsQuiet);
        }

        return ExitCode.Ok;
    }

    /// <summary>Runs every sample; what came out, as headlines.</summary>
    private static List<(string Value, string Meaning)> Values(ProgramPackage package, RunRequest request, ToolContext context)
    {
        if (package.Data is null)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0818", "the program has no values, it can be timed only", field: "--input", hint: "compile an ONNX file with weights and --calibrate, or a quantised one"));
        }

        var arrays = InputArrays.Read(request.Input!, request.Scale);
        var inputs = package.Program.Tensors.Where(t => t.Role == TensorRole.Input).ToArray();
        var samples = inputs.Select(t => arrays.Samples(t.Name, t.Shape, inputs.Length == 1, request.Input!)).ToArray();
        var count = samples.Min(s => s.Count);
        if (request.Output is { } file)
        {
            AtomicFile.CreateDirectoryOf(file);
        }

        var collected = new ValueCollector(package.Program, arrays.Labels, count);
        var prepared = ProgramRunner.Prepare(package.Program, package.Chip, package.Data);
        var watch = Stopwatch.StartNew();
        using (var line = new ProgressLine(context.Console, request.IsQuiet))
        {
            for (var s = 0; s < count; s++)
            {
                var given = inputs.Select((t, i) => (t.Name, Bytes: Array.ConvertAll(samples[i][s].ToFloats(), v => Quantised.Element(v, t)))).ToDictionary(t => t.Name, t => t.Bytes, StringComparer.Ordinal);
                collected.Add(prepared.Run(given, context.CancellationToken));
                var done = s + 1;
                line.Show(watch.Elapsed, () => $"{done}/{count} samples, {Numbers.Duration(watch.Elapsed)}{collected.SoFar}, about {Numbers.Duration(watch.Elapsed / done * (count - done))} left");
            }
        }

        if (request.Output is { } output)
        {
            NpzFile.Write(output, collected.Arrays());
        }

        return collected.Headlines(watch.Elapsed, request.Output);
    }

    private sealed record RunRequest(string? Input, float Scale, string? Output, bool AsJson, bool IsQuiet);
}
