using System.Runtime.InteropServices;
using Cimarron.Inference;
using Cimarron.Inference.Graphs;
using Cimarron.Tests.Workloads.Onnx;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;

namespace Cimarron.Tests.Inference;

/// <summary>A small model with random weights, and inputs for it.</summary>
internal sealed class ValueModel(string name, long opset = 17, int seed = 1)
{
    private readonly Random random = new(seed);

    public string Name { get; } = name;

    public ModelBuilder Builder { get; } = new(opset);

    public Dictionary<string, Tensor> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>A real input with normal values.</summary>
    public string Input(params int[] dims)
    {
        var input = $"x{Inputs.Count}";
        Inputs.Add(input, Tensor.Of(Normal(dims.Aggregate(1, (p, d) => p * d), 1), [.. dims]));
        return Builder.Input(input, [.. dims.Select(d => (object)d)]);
    }

    /// <summary>A stored tensor with normal values.</summary>
    public string Weight(double deviation, params long[] dims) => Stored(Normal((int)dims.Aggregate(1L, (p, d) => p * d), deviation), dims);

    /// <summary>A stored tensor with values between two bounds.</summary>
    public string Uniform(double low, double high, params long[] dims) =>
        Stored([.. Enumerable.Range(0, (int)dims.Aggregate(1L, (p, d) => p * d)).Select(_ => (float)(low + (random.NextDouble() * (high - low))))], dims);

    public string Stored(float[] values, params long[] dims) =>
        Builder.Tensor(new TensorProto { DataType = 1, Dims = { dims }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) });

    public string Bytes(int type, IEnumerable<int> values, params long[] dims) =>
        Builder.Tensor(new TensorProto { DataType = type, Dims = { dims }, RawData = ByteString.CopyFrom([.. values.Select(v => unchecked((byte)v))]) });

    public string RandomBytes(int type, int low, int high, params long[] dims) =>
        Bytes(type, Enumerable.Range(0, (int)dims.Aggregate(1L, (p, d) => p * d)).Select(_ => random.Next(low, high + 1)), dims);

    public string Ints32(int[] values, params long[] dims) =>
        Builder.Tensor(new TensorProto { DataType = 6, Dims = { dims }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) });

    public string Scale(float value) => Stored([value]);

    /// <summary>An input of bytes.</summary>
    public string ByteInput(int type, params int[] dims)
    {
        var input = $"x{Inputs.Count}";
        var (low, high) = type == 3 ? (-128, 127) : (0, 255);
        Inputs.Add(input, Tensor.Of(type == 3 ? ElementType.Int8 : ElementType.UInt8, [.. Enumerable.Range(0, dims.Aggregate(1, (p, d) => p * d)).Select(_ => (long)random.Next(low, high + 1))], [.. dims]));
        return Builder.TypedInput(input, type, [.. dims.Select(d => (object)d)]);
    }

    public string Node(string op, string[] inputs, params AttributeProto[] attributes) => Builder.Node(op, inputs, attributes);

    /// <summary>A node of the contributed domain.</summary>
    public string Contributed(string op, string[] inputs, params AttributeProto[] attributes)
    {
        var output = Builder.Node(op, inputs, attributes);
        Builder.Graph.Node[^1].Domain = "com.microsoft";
        if (Builder.Model.OpsetImport.Count == 1)
        {
            Builder.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        }

        return output;
    }

    public ValueModel Output(params string[] names)
    {
        foreach (var output in names)
        {
            Builder.Output(output);
        }

        return this;
    }

    public byte[] File() => Builder.Model.ToByteArray();

    public ValueGraph Load()
    {
        using var directory = new Tool.TemporaryDirectory();
        System.IO.File.WriteAllBytes(directory["model.onnx"], File());
        return ValueGraph.Load(directory["model.onnx"]);
    }

    public override string ToString() => Name;

    private float[] Normal(int count, double deviation) => [.. Enumerable.Range(0, count).Select(_ =>
        (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
