using Cimarron.Exploration.Fronts;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Reports;
using Cimarron.Reports.Tables;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>map --pareto</c>: the front between latency and energy of every layer.</summary>
internal static class FrontRun
{
    public static ExitCode Run(MapRequest request, int points, ToolContext context)
    {
        var directory = request.Output is null ? null : new ReportDirectory(request.Output);
        NetworkFront front;
        using (var line = new ProgressLine(context.Console, request.Verbosity == Verbosity.Quiet))
        {
            front = FrontExplorer.Run(request.Network, request.Chip.Chip, request.Options, points, new Progress(line), context.CancellationToken);
        }

        var report = FrontReport.Build(front, request.Chip.Chip.Hash, context.CommandLine);
        directory?.Write(report);
        WriteMappings(front, request.Output);
        ReportOutput.Print(report, request, context.Console);
        return ExitCodeOf(front, context.Console);
    }

    private static void WriteMappings(NetworkFront front, string? output)
    {
        if (output is null)
        {
            return;
        }

        var path = Path.Combine(output, "mappings");
        AtomicFile.CreateDirectory(path);
        AtomicFile.RemoveStale(path);
        foreach (var (layer, name) in front.Layers.Zip(FileNames.For(front.Layers.Select(l => l.Name))))
        {
            for (var i = 0; i < layer.Front.Points.Length; i++)
            {
                var mapping = layer.Front.Points[i].Mapping with { Layer = layer.Shape };
                AtomicFile.Write(Path.Combine(path, $"{name}-{i + 1}.json"), writer => writer.Write(MappingJson.Print(mapping, front.Chip)));
            }
        }
    }

    private static ExitCode ExitCodeOf(NetworkFront front, ToolConsole console)
    {
        var infeasible = front.Layers.Where(l => l.Front.Status == MapperStatus.Infeasible).ToArray();
        console.Report(infeasible.Select(l => Diagnostic.Error("CIM0501", $"no legal mapping exists: {l.Front.Infeasibility}", field: $"layer '{l.Name}'", hint: "enlarge or drop what the message names")));
        if (infeasible.Length > 0)
        {
            return ExitCode.Infeasible;
        }

        if (!front.WasCancelled)
        {
            return ExitCode.Ok;
        }

        console.Error.WriteLine("cancelled; the points so far are reported");
        return ExitCode.Cancelled;
    }

    private sealed class Progress(ProgressLine line) : IProgress<FrontProgress>
    {
        public void Report(FrontProgress value) => line.Show(value.Elapsed, () =>
        {
            var left = value.Done > 0 ? $", about {value.Elapsed.TotalSeconds * ((1 / value.Done) - 1):0} s left" : "";
            return ToolConsole.Clean($"layer {value.Index} of {value.Layers} ({value.Layer}): {value.Points} of {value.Wanted} points, {value.Elapsed.TotalSeconds:0} s{left}");
        });
    }
}
