using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cimarron.Reports;
using Cimarron.Tool.Output;
using Cimarron.Workloads;
using Cimarron.Workloads.Zoo;

namespace Cimarron.Tool.Commands;

/// <summary><c>models</c>: lists the built-in networks, or shows what a network consists of.</summary>
internal static class ModelsCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(ToolContext context)
    {
        var command = new Command("models", "List the built-in networks, or show one.");
        command.SetAction(_ => List(context));
        command.Subcommands.Add(Show(context));
        return command;
    }

    private static Command Show(ToolContext context)
    {
        var name = new Argument<string>("model") { Description = "built-in network or ONNX file" };
        var dim = CommonOptions.Dim();
        var json = CommonOptions.Flag("--json", "print as JSON instead of tables");
        var command = new Command("show", "Show every operator of a network: its layer, its multiply-accumulates, what is done with it.") { name, dim, json };
        command.SetAction(parse =>
        {
            var problems = new List<Diagnostic>();
            var dims = CommonOptions.Dims(parse.GetValue(dim)!, problems);
            var network = CommonOptions.Collect(() => NetworkLoader.Load(parse.GetValue(name)!, dims, context.CancellationToken), problems);
            CommonOptions.ThrowIfAny(problems);
            context.Console.Report(network!.Diagnostics.Where(d => d.Severity != Severity.Info));
            if (parse.GetValue(json))
            {
                PrintJson(network, context.Console.Out);
            }
            else
            {
                Print(network, context.Console);
            }
        });
        return command;
    }

    private static void List(ToolContext context)
    {
        var table = TableExtensions.Create().Left("network").Right("matrix operators", "distinct layers", "MACs", "other operators");
        foreach (var name in NetworkZoo.Names)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var network = NetworkZoo.Load(name);
            var matrix = network.MatrixNodes.ToArray();
            table.Row(
                name,
                matrix.Sum(n => (long)n.Repeat).ToString("#,##0"),
                matrix.Select(n => n.Layer!.Shape).Distinct().Count().ToString(),
                network.TotalMacs.ToString("#,##0"),
                (network.Nodes.Length - matrix.Length).ToString());
        }

        context.Console.Write(table);
    }

    private static void Print(Network network, ToolConsole console)
    {
        var table = TableExtensions.Create().Left("operator", "type", "kind", "layer").Right("times", "MACs", "elements");
        foreach (var node in network.Nodes)
        {
            table.Row(
                node.Name,
                node.OpType,
                Kind(node),
                node.Layer is null ? "" : LayerText.Describe(node.Layer) + (node.HasDynamicWeight ? " (dynamic weights)" : ""),
                node.Repeat.ToString("#,##0"),
                node.Layer is null ? "" : node.Macs.ToString("#,##0"),
                node.Elements.ToString("#,##0"));
        }

        console.Write(table);
        console.Out.WriteLine(ToolConsole.Clean($"{network.Name}: {network.Nodes.Length} operators, {network.Count(NodeKind.Matrix)} matrix, {network.Count(NodeKind.Vector)} vector, "
            + $"{network.Count(NodeKind.Unsupported)} unsupported; {network.TotalMacs:#,##0} MACs, {network.VectorElements:#,##0} vector elements"));
    }

    private static void PrintJson(Network network, TextWriter output)
    {
        var document = new
        {
            name = network.Name,
            source = network.Source,
            hash = network.Hash,
            macs = network.TotalMacs,
            vectorElements = network.VectorElements,
            nodes = network.Nodes.Select(n => new
            {
                name = n.Name,
                op = n.OpType,
                kind = Kind(n),
                repeat = n.Repeat,
                macs = n.Macs,
                elements = n.Elements,
                dynamicWeight = n.HasDynamicWeight,
                inputs = n.Inputs,
                layer = n.Layer is null ? (JsonElement?)null : LayerText.Json(n.Layer),
            }),
            warnings = network.Diagnostics.Where(d => d.Severity != Severity.Info).Select(d => d.ToString()),
        };
        output.WriteLine(JsonSerializer.Serialize(document, JsonOptions));
    }

    private static string Kind(NetworkNode node) => node.Kind switch
    {
        NodeKind.Matrix => "matrix",
        NodeKind.Vector => "vector",
        NodeKind.Shape => "shape",
        NodeKind.Constant => "constant",
        _ => "unsupported",
    };
}
