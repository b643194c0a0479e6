using System.CommandLine;
using Cimarron.Inference.Arrays;
using Cimarron.Mappers;
using Cimarron.Reports.Sparse;
using Cimarron.Reports.Tables;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>prune</c>: removes weights of a model by a pattern.</summary>
internal static class PruneCommand
{
    public static Command Create(ToolContext context)
    {
        var model = new Argument<string>("model") { Description = "ONNX file with weights" };
        var pattern = new Option<string>("--pattern", "-p") { Description = PatternHelp.One, HelpName = "PATTERN", Required = true };
        var pruning = new PruneOptionSet();
        var dim = CommonOptions.Dim();
        var data = new Option<string?>("--data") { Description = "NPZ file with inputs and labels: measures top-1 in 8 bits before and after", HelpName = "FILE" };
        var scale = CompileRequestOptions.InputScale();
        var output = new Option<string>("--output", "-o") { Description = "ONNX file to write; the masks go beside it as .masks.npz", HelpName = "FILE", Required = true };
        var threads = CommonOptions.Number(MapperOptions.ThreadsOption, "N");
        var json = CommonOptions.Flag("--json", "print the report as JSON instead of tables");
        var quiet = CommonOptions.Flag("--quiet", "print only errors and the headline numbers");
        var command = new Command("prune", "Remove weights of a model by a sparsity pattern; the result is an ordinary ONNX file.") { model, pattern };
        pruning.AddTo(command);
        foreach (var option in new Option[] { dim, data, scale, output, threads, json, quiet })
        {
            command.Add(option);
        }

        command.SetAction(parse =>
        {
            var problems = new List<Diagnostic>();
            var request = new Request(
                parse.GetValue(model)!, CommonOptions.Dims(parse.GetValue(dim)!, problems), CommonOptions.Collect(() => PatternLibrary.Parse(parse.GetValue(pattern)!), problems)!, pruning.Read(parse, problems),
                parse.GetValue(data), CompileRequestOptions.Scale(parse.GetValue(scale)!, problems), parse.GetValue(output)!, (int)CommonOptions.Value(MapperOptions.ThreadsOption, parse.GetValue(threads), problems),
                parse.GetValue(json), parse.GetValue(quiet));
            CommonOptions.ThrowIfAny(problems);
            return (int)Run(request, context);
        });
        return command;
    }

    private static ExitCode Run(Request request, ToolContext context)
    {
        if (Path.GetFullPath(request.Output) == Path.GetFullPath(request.Model))
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0602", "the output would replace the model", field: "--output", hint: "write to another file"));
        }

        var model = SparseModel.Load(request.Model, request.Dims, request.Data, request.InputScale, context.CancellationToken);
        var graph = model.Graph ?? throw new DiagnosticException(Diagnostic.Error("CIM0908", "the model has no weights", request.Model, hint: "prune needs an ONNX file with weights; sparse also takes models without"));
        AtomicFile.CreateDirectoryOf(request.Output);
        var pruned = ModelPruner.Prune(graph, request.Pattern, request.Pruning, context.CancellationToken);
        (TopOne Before, TopOne After)? accuracy = null;
        if (model.Samples is { } samples)
        {
            TopOne Measure(Inference.Graphs.ValueGraph g) => AccuracyMeter.Measure(AccuracyMeter.Quantise(g, samples, context.CancellationToken), samples, request.Threads, context.CancellationToken);
            accuracy = (Measure(graph), Measure(pruned.Graph));
        }

        pruned.Graph.Save(request.Output);
        var masks = Path.ChangeExtension(request.Output, ".masks.npz");
        NpzFile.Write(masks, pruned.Masks);
        var report = PruneReport.Of(request.Model, request.Pattern, request.Pruning, pruned, accuracy, context.CommandLine);
        if (request.AsJson)
        {
            ReportJson.Write(report, context.Console.Out);
            return ExitCode.Ok;
        }

        ReportPrinter.Print(report, context.Console, headlinesOnly: request.IsQuiet);
        if (!request.IsQuiet)
        {
            context.Console.Out.WriteLine($"written to {request.Output} and {masks}");
        }

        return ExitCode.Ok;
    }

    private sealed record Request(
        string Model, IReadOnlyDictionary<string, int> Dims, FlexBlock Pattern, PruneOptions Pruning, string? Data, float InputScale, string Output, int Threads, bool AsJson, bool IsQuiet);
}
