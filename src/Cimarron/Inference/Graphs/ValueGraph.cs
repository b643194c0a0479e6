using System.Collections.Immutable;
using Cimarron.Workloads;
using Cimarron.Workloads.Onnx;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;

namespace Cimarron.Inference.Graphs;

/// <summary>
/// A model with its values: the operators that remain after constant folding in topological order, stored and folded tensors, and the shape of everything.
/// Functions and decided branches are written out. Every node has the name of the node of <see cref="Network"/> it is.
/// </summary>
public sealed class ValueGraph
{
    private readonly ModelProto model;

    internal ValueGraph(
        ModelProto model, Network network, ImmutableArray<ValueNode> nodes, ImmutableArray<ValueInfo> inputs, ImmutableArray<ValueInfo> outputs,
        ImmutableDictionary<string, Tensor> constants, ImmutableDictionary<string, ValueInfo> tensors)
    {
        this.model = model;
        Network = network;
        Nodes = nodes;
        Inputs = inputs;
        Outputs = outputs;
        Constants = constants;
        Tensors = tensors;
    }

    /// <summary>The model as a graph of work; nodes that were folded are only here.</summary>
    public Network Network { get; }

    /// <summary>The operators in topological order.</summary>
    public ImmutableArray<ValueNode> Nodes { get; }

    /// <summary>The tensors that are fed, in the order of the file.</summary>
    public ImmutableArray<ValueInfo> Inputs { get; }

    /// <summary>The results, in the order of the file.</summary>
    public ImmutableArray<ValueInfo> Outputs { get; }

    /// <summary>Stored and folded tensors that nodes or outputs read, by name.</summary>
    public ImmutableDictionary<string, Tensor> Constants { get; }

    /// <summary>Every tensor by name.</summary>
    public ImmutableDictionary<string, ValueInfo> Tensors { get; }

    /// <summary>Loads an ONNX file with its weights.</summary>
    /// <param name="path">The file; external data must lie beside it.</param>
    /// <param name="dims">Values ≥ 1 of symbolic dimensions; an unset leading one is 1.</param>
    /// <param name="cancellationToken">Stops the import.</param>
    /// <exception cref="DiagnosticException">The file cannot be used; names the tensor or node.</exception>
    public static ValueGraph Load(string path, IReadOnlyDictionary<string, int>? dims = null, CancellationToken cancellationToken = default)
    {
        var trace = new ImportTrace();
        var network = OnnxReader.Read(path, dims ?? new Dictionary<string, int>(), trace, cancellationToken);
        return new ValueGraphBuilder(path, network, trace).Build();
    }

    /// <summary>The same graph with other values of stored tensors.</summary>
    /// <param name="replacements">Tensors by name; type and shape must be those of <see cref="Constants"/>.</param>
    /// <exception cref="ArgumentException">A name is unknown, or type or shape differ.</exception>
    public ValueGraph WithConstants(IReadOnlyDictionary<string, Tensor> replacements)
    {
        foreach (var (name, tensor) in replacements)
        {
            if (!Constants.TryGetValue(name, out var old) || old.IsReal != tensor.IsReal || !old.Shape.AsSpan().SequenceEqual(tensor.Shape.AsSpan()))
            {
                throw new ArgumentException($"'{name}' is no constant of this type and shape", nameof(replacements));
            }
        }

        return new ValueGraph(model, Network, Nodes, Inputs, Outputs, Constants.SetItems(replacements), Tensors);
    }

    /// <summary>Writes the model as it was read, with the values of its main graph's initializers replaced by <see cref="Constants"/>; all data goes into the one file.</summary>
    /// <exception cref="DiagnosticException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var copy = model.Clone();
        foreach (var proto in copy.Graph.Initializer)
        {
            if (Constants.TryGetValue(proto.Name, out var tensor))
            {
                ValueEncoder.Replace(proto, tensor);
            }
        }

        AtomicFile.WriteBytes(path, stream => copy.WriteTo(stream));
    }
}
