using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>What an import saw, node by node with functions and branches written out, for those who need values and not only shapes.</summary>
internal sealed class ImportTrace
{
    private readonly List<TracedNode> nodes = [];
    private readonly List<(string Name, TensorInfo Tensor)> inputs = [];
    private readonly List<(string Name, TensorInfo Tensor)> outputs = [];

    /// <summary>The parsed file.</summary>
    public ModelProto? Model { get; private set; }

    /// <summary>Every node in topological order.</summary>
    public IReadOnlyList<TracedNode> Nodes => nodes;

    /// <summary>The inputs that are fed.</summary>
    public IReadOnlyList<(string Name, TensorInfo Tensor)> Inputs => inputs;

    /// <summary>The outputs of the graph.</summary>
    public IReadOnlyList<(string Name, TensorInfo Tensor)> Outputs => outputs;

    /// <summary>Begins a model.</summary>
    public void Open(ModelProto model) => Model = model;

    /// <summary>Records a node whose outputs are bound.</summary>
    public void Add(NodeProto node, NodeContext context, IReadOnlyList<TensorInfo?> read, Scope scope, int index) =>
        nodes.Add(new TracedNode(node, context, [.. read], [.. node.Output.Select(o => o.Length == 0 ? null : scope.Find(o))], index));

    /// <summary>Records what enters and leaves the graph.</summary>
    public void Close(GraphProto graph, Scope scope)
    {
        inputs.AddRange(graph.Input.Select(i => (i.Name, Tensor: scope.Find(i.Name)!)).Where(i => i.Tensor is { Stored: null }));
        outputs.AddRange(graph.Output.Select(o => (o.Name, Tensor: scope.Find(o.Name)!)).Where(o => o.Tensor is not null));
    }
}
