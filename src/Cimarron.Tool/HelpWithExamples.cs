using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cimarron.Tool;

/// <summary>The usual help, followed by the examples of the command.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["cimarron"] =
        [
            "cimarron map resnet18                        map a built-in network onto the default chip",
            "cimarron chips show default                  print the chip",
            "cimarron models show resnet18                list its operators",
        ],
        ["map"] =
        [
            "cimarron map resnet18 --chip default --objective edp -o out/resnet18",
            "cimarron map model.onnx --dim N=1 --objective latency --json > result.json",
            "cimarron map --layer R=3,S=3,P=56,Q=56,C=64,K=64 --time-limit 10",
            "cimarron map resnet18 --mapper loma:limit=7     a heuristic to compare with",
            "cimarron map resnet18 --pareto 12 -o out/front",
            "cimarron map --layer C=64,K=64,P=56 --objective energy --latency-cap 4000 --stationary W --forbid I@Global_buffer",
            "cimarron map vgg16 --set cores=16 --set Global_buffer.size=512KiB",
            "cimarron map resnet18 --pattern hybrid@0.75     pruned, with the dense network beside",
            "cimarron map pruned.onnx --pattern row-wise --masked",
        ],
        ["compare"] =
        [
            "cimarron compare resnet18 -o out/compare",
            "cimarron compare vgg16 --mappers exact,loma:limit=7,spatial=10,random:samples=1000 --objective energy",
            "cimarron compare --layer R=3,S=3,P=56,Q=56,C=64,K=64 --csv",
        ],
        ["compile"] =
        [
            "cimarron compile llama2-7b:prefill=64 --chip dynaplasia -o out/llama",
            "cimarron compile resnet18 --set arrays=48 --set external=32B/cycle --certify cbc",
            "cimarron compile model.onnx --calibrate images.npz --input-scale 1/255 -o out/model",
            "cimarron compile vgg16 --cost paper --paper-reload",
            "cimarron compile resnet18 --pattern 'full(2,40)+1:2@0.75'    blocks as wide as the 40 weight columns of dynaplasia",
        ],
        ["run"] =
        [
            "cimarron run out/llama                                            timing",
            "cimarron run out/model/program.cim --input images.npz --input-scale 1/255 -o logits.npz",
        ],
        ["prune"] =
        [
            "cimarron prune model.onnx --pattern row-block@0.8 -o pruned.onnx",
            "cimarron prune model.onnx --pattern hybrid@0.75 --global --skip /conv1/Conv --data test.npz --input-scale 1/255 -o pruned.onnx",
        ],
        ["sparse"] =
        [
            "cimarron sparse resnet50                                          every named pattern, random masks",
            "cimarron sparse resnet50 --chip ciminus-16 --pattern row-block,hybrid --ratio 0.5,0.8 --rearrange -o out/sparse",
            "cimarron sparse model.onnx --pattern 'full(2,16)+intra(1:2)' --data test.npz --input-scale 1/255",
            "cimarron sparse pruned.onnx --pattern row-block --masked",
        ],
        ["evaluate"] =
        [
            "cimarron evaluate out/resnet18/mappings/conv1.json",
            "cimarron evaluate mapping.json --chip default --set macro.depth=16",
            "cimarron evaluate out/resnet18/result.json",
        ],
        ["report"] = ["cimarron report out/resnet18/result.json", "cimarron report out/resnet18/result.json --csv > layers.csv"],
        ["paper"] = ["cimarron paper miredo --quick"],
        ["miredo"] =
        [
            "cimarron paper miredo -o out/miredo             all tables; stop it at any time, the same command goes on",
            "cimarron paper miredo --quick",
            "cimarron paper miredo --tables edp,accuracy",
        ],
        ["chips"] = ["cimarron chips", "cimarron chips show transformer"],
        ["solvers"] = ["cimarron solvers", "cimarron solvers --check"],
        ["models"] = ["cimarron models", "cimarron models show mobilenet_v2 --json"],
    };

    private readonly HelpAction _help;

    public HelpWithExamples(HelpAction help, int width)
    {
        _help = help;
        _help.MaxWidth = Math.Clamp(width, 60, 120);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var examples = ExamplesOf(command);
        if (examples.Length > 0)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            Array.ForEach(examples, e => output.WriteLine($"  {e}"));
            output.WriteLine();
        }

        return (int)ExitCode.Ok;
    }

    private static string[] ExamplesOf(Command command) => command switch
    {
        RootCommand => Examples["cimarron"],
        { Name: "show" } when command.Parents.Any(p => p.Name == "chips") => ["cimarron chips show default", "cimarron chips show default --set cores=16 > wide.yaml"],
        { Name: "show" } => ["cimarron models show resnet18", "cimarron models show model.onnx --dim batch=1 --json"],
        { Name: "schema" } => ["cimarron chips schema > chip.schema.json"],
        _ => Examples.GetValueOrDefault(command.Name, []),
    };
}
