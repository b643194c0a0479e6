using System.Runtime.InteropServices;
using Cimarron.Workloads;
using Cimarron.Workloads.Onnx;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;

namespace Cimarron.Tests.Workloads.Onnx;

/// <summary>Writes small models the way exporters do: nodes, initializers, no value_info.</summary>
internal sealed class ModelBuilder
{
    private int counter;

    public ModelBuilder(long opset = 17) => Model = new ModelProto
    {
        IrVersion = 8,
        Graph = new GraphProto { Name = "test" },
        OpsetImport = { new OperatorSetIdProto { Version = opset } },
    };

    public ModelProto Model { get; }

    public GraphProto Graph => Model.Graph;

    public string Input(string name, params object[] dims) => TypedInput(name, 1, dims);

    public string TypedInput(string name, int type, params object[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dims.Select(d => d is string s ? new DimensionProto { DimParam = s } : new DimensionProto { DimValue = Convert.ToInt64(d) }));
        Graph.Input.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TensorTypeProto { ElemType = type, Shape = shape } } });
        return name;
    }

    /// <summary>A weight without data.</summary>
    public string Weight(params long[] dims)
    {
        var name = $"w{counter++}";
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = 1, Dims = { dims }, DataLocation = 1 });
        return name;
    }

    /// <summary>An int64 vector as initializer, in raw form.</summary>
    public string Ints(params long[] values) => Tensor(RawInts(values, values.Length));

    public string Scalar(long value) => Tensor(RawInts([value]));

    public string Floats(params float[] values) =>
        Tensor(new TensorProto { DataType = 1, Dims = { values.Length }, FloatData = { values } });

    public string Tensor(TensorProto tensor)
    {
        tensor.Name = $"c{counter++}";
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    public static TensorProto RawInts(long[] values, params long[] dims) => new()
    {
        DataType = 7,
        Dims = { dims },
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
    };

    /// <summary>Appends a node with one output and returns its name.</summary>
    public string Node(string opType, string[] inputs, params AttributeProto[] attributes) => Nodes(opType, inputs, 1, attributes)[0];

    public string[] Nodes(string opType, string[] inputs, int outputs, params AttributeProto[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => $"t{counter++}")];
        Graph.Node.Add(new NodeProto { OpType = opType, Name = $"{opType}_{Graph.Node.Count}", Input = { inputs }, Output = { names }, Attribute = { attributes } });
        return names;
    }

    public string Constant(params long[] values) => Node("Constant", [], Attr("value", RawInts(values, values.Length)));

    public string ScalarConstant(long value) => Node("Constant", [], Attr("value", RawInts([value])));

    /// <summary>Shape, Gather and Unsqueeze: one dimension as a vector, as exporters ask for it.</summary>
    public string Dim(string tensor, long axis)
    {
        var dim = Node("Gather", [Node("Shape", [tensor]), ScalarConstant(axis)], Attr("axis", 0));
        return Model.OpsetImport[0].Version >= 13
            ? Node("Unsqueeze", [dim, Constant(0)])
            : Node("Unsqueeze", [dim], Attr("axes", [0L]));
    }

    public string Join(params string[] vectors) => Node("Concat", vectors, Attr("axis", 0));

    public static AttributeProto Attr(string name, long value) => new() { Name = name, Type = 2, I = value };

    public static AttributeProto Attr(string name, long[] values) => new() { Name = name, Type = 7, Ints = { values } };

    public static AttributeProto Attr(string name, string value) => new() { Name = name, Type = 3, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Attr(string name, TensorProto value) => new() { Name = name, Type = 4, T = value };

    public static AttributeProto Attr(string name, GraphProto value) => new() { Name = name, Type = 5, G = value };

    public static AttributeProto FloatAttr(string name, float value) => new() { Name = name, Type = 1, F = value };

    public void Output(string name) => Graph.Output.Add(new ValueInfoProto { Name = name });

    /// <summary>Imports through the bytes of a file, as a user would.</summary>
    public Network Load(params (string Name, int Value)[] dims) => Import(Model.ToByteArray(), dims);

    public static Network Import(byte[] bytes, params (string Name, int Value)[] dims) => OnnxReader.Import(
        ModelProto.Parser.ParseFrom(bytes), "test.onnx", new byte[32], dims.ToDictionary(d => d.Name, d => d.Value), default);

    /// <summary>The inferred shape of a tensor, read off as the lengths of vectors that the model itself is made to build.</summary>
    public long[] ShapeOf(string tensor, params (string Name, int Value)[] dims)
    {
        var probe = new ModelBuilder { counter = 1_000_000 };
        probe.Model.OpsetImport.Clear();
        probe.Model.MergeFrom(Model);
        probe.Node("ConstantOfShape", [probe.Node("Shape", [probe.Node("Shape", [tensor])])]);
        var rank = (int)probe.Load(dims).Nodes[^1].Elements;
        for (var axis = 0; axis < rank; axis++)
        {
            probe.Node("ConstantOfShape", [probe.Node("Gather", [probe.Node("Shape", [tensor]), probe.Ints(axis)], Attr("axis", 0))]);
        }

        return [.. probe.Load(dims).Nodes.Where(n => n.OpType == "ConstantOfShape").TakeLast(rank).Select(n => n.Elements)];
    }
}
