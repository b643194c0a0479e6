using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cimarron.Inference;
using Cimarron.Inference.Arrays;

namespace Cimarron.Tests.Inference;

/// <summary>Runs models with ONNX Runtime, the referee; see src/setup-onnxruntime.</summary>
internal static class OnnxRuntime
{
    private static readonly Dictionary<ElementType, string> Names = new()
    {
        [ElementType.Float32] = "float32", [ElementType.Int8] = "int8", [ElementType.UInt8] = "uint8", [ElementType.Int32] = "int32", [ElementType.Int64] = "int64", [ElementType.Bool] = "bool",
    };

    /// <summary>The outputs of several models, in one process; an output is missing when the model was refused, and the reason is under the name <c>error</c> of the result.</summary>
    public static List<(Dictionary<string, Tensor> Outputs, string? Error)> Run(IReadOnlyList<(byte[] Model, IReadOnlyDictionary<string, Tensor> Inputs)> jobs, bool optimises = true)
    {
        var package = Path.Combine(RepositoryRoot.Path, ".tools", "onnxruntime", "node_modules", "onnxruntime-node");
        Directory.Exists(package).ShouldBeTrue("ONNX Runtime is missing; run src/setup-onnxruntime");
        using var directory = new Tool.TemporaryDirectory();
        var list = jobs.Select((job, i) => Write(directory.Path, i, job, optimises)).ToArray();
        var file = directory.Write("jobs.json", JsonSerializer.Serialize(list));
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Data", "run-onnx.cjs"), package, file]) { RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors);
        return [.. jobs.Select((_, i) => Read(Path.Combine(directory.Path, $"{i}-")))];
    }

    /// <summary>The values of a tensor as little-endian bytes.</summary>
    private static byte[] Bytes(Tensor tensor) => tensor.Type switch
    {
        ElementType.Float32 => MemoryMarshal.AsBytes(tensor.Reals).ToArray(),
        ElementType.Int64 => MemoryMarshal.AsBytes(tensor.Integers).ToArray(),
        ElementType.Int32 => MemoryMarshal.AsBytes<int>(Array.ConvertAll(tensor.Integers.ToArray(), v => (int)v)).ToArray(),
        _ => Array.ConvertAll(tensor.Integers.ToArray(), v => unchecked((byte)v)),
    };

    private static object Write(string directory, int index, (byte[] Model, IReadOnlyDictionary<string, Tensor> Inputs) job, bool optimises)
    {
        var prefix = Path.Combine(directory, $"{index}-");
        File.WriteAllBytes($"{prefix}model.onnx", job.Model);
        var inputs = job.Inputs.Select((input, i) =>
        {
            File.WriteAllBytes($"{prefix}in{i}.bin", Bytes(input.Value));
            return new { name = input.Key, type = Names[input.Value.Type], dims = input.Value.Shape.ToArray(), file = $"{prefix}in{i}.bin" };
        }).ToArray();
        return new { model = $"{prefix}model.onnx", prefix, inputs, optimization = optimises ? "all" : "disabled" };
    }

    private static (Dictionary<string, Tensor> Outputs, string? Error) Read(string prefix)
    {
        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (File.Exists($"{prefix}error.txt"))
        {
            return (outputs, File.ReadAllText($"{prefix}error.txt"));
        }

        var index = 0;
        foreach (var output in JsonDocument.Parse(File.ReadAllText($"{prefix}outputs.json")).RootElement.EnumerateArray())
        {
            var type = Names.First(n => n.Value == output.GetProperty("type").GetString()).Key;
            ImmutableArray<int> shape = [.. output.GetProperty("dims").EnumerateArray().Select(d => d.GetInt32())];
            outputs[output.GetProperty("name").GetString()!] = Tensor.Of(new NpyArray(type, shape, File.ReadAllBytes($"{prefix}{index++}.bin")));
        }

        return (outputs, null);
    }
}
