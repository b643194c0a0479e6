using Cimarron.Workloads.Onnx.Operators;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf.Collections;

namespace Cimarron.Workloads.Onnx;

/// <summary>Walks the graph in topological order, infers every tensor and turns every node into a network node.</summary>
internal sealed class GraphImporter
{
    /// <summary>Most nodes inside branches and functions. Functions that call each other can grow exponentially; exporters write a few thousand.</summary>
    private const int MaxInlined = 100_000;

    /// <summary>Deepest nesting of branches and function calls.</summary>
    private const int MaxDepth = 32;

    private readonly ModelProto model;
    private readonly SymbolTable symbols;
    private readonly Findings findings;
    private readonly CancellationToken cancellationToken;
    private readonly NetworkBuilder network = new();
    private readonly FoldBudget budget = new();
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> functions = [];
    private readonly Dictionary<string, TensorShape> stated = new(StringComparer.Ordinal);
    private readonly NodeEmitter emitter;
    private readonly ImportTrace? trace;
    private int inlined;

    public GraphImporter(ModelProto model, SymbolTable symbols, Findings findings, CancellationToken cancellationToken, ImportTrace? trace = null)
    {
        this.model = model;
        this.symbols = symbols;
        this.findings = findings;
        this.cancellationToken = cancellationToken;
        this.trace = trace;
        emitter = new NodeEmitter(network, findings, stated, trace);
        foreach (var function in model.Functions)
        {
            functions.TryAdd((function.Domain, function.Name, function.Overload), function);
        }
    }

    /// <summary>Imports the main graph.</summary>
    public NetworkBuilder Run()
    {
        var scope = new Scope(null);
        var opset = OperatorSets.Standard(model.OpsetImport, findings);
        DeclareInitializers(model.Graph, scope, "");
        DeclareInputs(model.Graph, scope);
        foreach (var info in model.Graph.ValueInfo.Concat(model.Graph.Output))
        {
            if (symbols.Peek(info) is { } shape)
            {
                stated.TryAdd(info.Name, shape);
            }
        }

        ImportNodes(model.Graph.Node, new Frame(scope, "", opset, 0, null, -1));
        foreach (var output in model.Graph.Output.Where(o => scope.Find(o.Name) is null && !findings.HasErrors))
        {
            findings.Error("CIM0207", $"output '{output.Name}'", "no node produces the tensor");
        }

        trace?.Close(model.Graph, scope);
        return network;
    }

    private void DeclareInitializers(GraphProto graph, Scope scope, string prefix)
    {
        foreach (var tensor in graph.Initializer)
        {
            Declare(scope, $"initializer '{prefix}{tensor.Name}'", tensor.Name, () => new TensorInfo(tensor.Name, tensor, TensorReader.Check(tensor)));
        }

        foreach (var sparse in graph.SparseInitializer.Where(s => s.Values is not null))
        {
            Declare(scope, $"initializer '{prefix}{sparse.Values.Name}'", sparse.Values.Name, () =>
                new TensorInfo(sparse.Values.Name, sparse.Values.DataType, new TensorShape(sparse.Dims), TensorOrigin.Constant) { WeightName = sparse.Values.Name });
        }
    }

    private void Declare(Scope scope, string field, string name, Func<TensorInfo> make)
    {
        try
        {
            if (!scope.TryAdd(name, make()))
            {
                findings.Error("CIM0203", field, "the name is already taken by another tensor");
            }
        }
        catch (NodeProblemException e)
        {
            findings.Error(e.Code, field, e.Message);
            scope.TryAdd(name, new TensorInfo(name, OnnxType.Undefined, null, TensorOrigin.Constant));
        }
    }

    private void DeclareInputs(GraphProto graph, Scope scope)
    {
        // Old files list initializers among the inputs; those keep their stored values.
        var inputs = graph.Input.Where(i => scope.Find(i.Name) is null).ToList();
        var shapes = symbols.Bind(inputs);
        for (var i = 0; i < inputs.Count; i++)
        {
            if (!scope.TryAdd(inputs[i].Name, new TensorInfo(inputs[i].Name, inputs[i].Type?.TensorType?.ElemType ?? 0, shapes[i])))
            {
                findings.Error("CIM0203", $"input '{inputs[i].Name}'", "the name is already taken by another tensor");
            }
            else if (shapes[i] is null && !findings.HasErrors)
            {
                findings.Warn("CIM0221", $"input '{inputs[i].Name}'", "the file states no tensor shape for it, so nodes that read it cannot be resolved");
            }
        }
    }

    private void ImportNodes(RepeatedField<NodeProto> nodes, Frame frame)
    {
        var (order, cyclic) = NodeOrder.Sort(nodes);
        if (cyclic.Count > 0)
        {
            var names = cyclic.Take(5).Select(i => $"'{frame.Prefix}{NodeEmitter.NameOf(nodes[i], i)}'");
            findings.Error("CIM0204", "graph", $"the graph is cyclic: {cyclic.Count} nodes wait for each other, among them {string.Join(", ", names)}");
            return;
        }

        foreach (var position in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (frame.Depth > 0 && ++inlined > MaxInlined)
            {
                findings.Error("CIM0212", "graph", $"functions and branches hold more than {MaxInlined} nodes when written out");
                findings.ThrowIfErrors();
            }

            ImportNode(nodes[position], frame.Prefix + NodeEmitter.NameOf(nodes[position], position), frame);
        }
    }

    private void ImportNode(NodeProto node, string name, Frame frame)
    {
        try
        {
            var inputs = ReadInputs(node, frame);
            var attributes = new AttributeBag(node.Attribute, frame.Call);
            if (functions.TryGetValue((node.Domain, node.OpType, node.Overload), out var function))
            {
                Call(node, name, function, inputs, attributes, frame);
            }
            else if (OperatorTable.IsStandard(node.Domain) && node.OpType == "If" && inputs.ElementAtOrDefault(0)?.Value is { Count: 1 } condition)
            {
                Branch(node, name, condition.Integer(0) != 0, attributes, frame);
            }
            else
            {
                var context = new NodeContext(name, node.OpType, frame.Opset, attributes, inputs, node.Output.Count, budget);
                emitter.Emit(node, context, inputs, frame);
            }
        }
        catch (NodeProblemException e)
        {
            findings.Error(e.Code, $"node '{name}' ({node.OpType})", e.Message);
            NodeEmitter.BindUnknown(node, frame);
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException or IndexOutOfRangeException or InvalidOperationException or OutOfMemoryException)
        {
            // The rules state what they expect of a node. A file can still break an expectation nobody thought of, and must not end the tool.
            findings.Error("CIM0209", $"node '{name}' ({node.OpType})", $"the node cannot be interpreted ({e.GetType().Name})");
            NodeEmitter.BindUnknown(node, frame);
        }
    }

    private static List<TensorInfo?> ReadInputs(NodeProto node, Frame frame) => [.. node.Input.Select(input => input.Length == 0
        ? null
        : frame.Scope.Find(input) ?? throw new NodeProblemException("CIM0207", $"reads tensor '{input}', which nothing produces"))];

    private void Call(NodeProto node, string name, FunctionProto function, List<TensorInfo?> inputs, AttributeBag attributes, Frame frame)
    {
        CheckDepth(frame);
        if (inputs.Count > function.Input.Count || node.Output.Count > function.Output.Count)
        {
            throw NodeProblemException.Invalid($"function '{function.Name}' has {function.Input.Count} inputs and {function.Output.Count} outputs");
        }

        var scope = new Scope(null);
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is { } input)
            {
                scope.TryAdd(function.Input[i], input);
            }
        }

        attributes.AddDefaults(function.AttributeProto);
        var opset = function.OpsetImport.FirstOrDefault(o => OperatorTable.IsStandard(o.Domain))?.Version ?? frame.Opset;
        ImportNodes(function.Node, new Frame(scope, $"{name}/", opset, frame.Depth + 1, attributes, frame.Extra));
        Export(node, [.. function.Output], scope, frame);
    }

    private void Branch(NodeProto node, string name, bool takesThen, AttributeBag attributes, Frame frame)
    {
        CheckDepth(frame);
        var attribute = takesThen ? "then_branch" : "else_branch";
        var graph = attributes.Find(attribute)?.G ?? throw NodeProblemException.Invalid($"attribute '{attribute}' is missing");
        var index = network.Add(
            new NetworkNode { Index = 0, Name = name, OpType = "If", Kind = NodeKind.Shape }, [frame.Scope.Find(node.Input[0])!.Producer, frame.Extra]);
        var scope = new Scope(frame.Scope);
        DeclareInitializers(graph, scope, $"{name}/");
        ImportNodes(graph.Node, frame with { Scope = scope, Prefix = $"{name}/", Depth = frame.Depth + 1, Extra = index });
        if (graph.Output.Count != node.Output.Count)
        {
            throw NodeProblemException.Invalid($"the branch has {graph.Output.Count} outputs, the node {node.Output.Count}");
        }

        Export(node, [.. graph.Output.Select(o => o.Name)], scope, frame);
    }

    private void Export(NodeProto node, List<string> inner, Scope scope, Frame frame)
    {
        for (var i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length == 0)
            {
                continue;
            }

            var tensor = scope.Find(inner[i]) ?? (findings.HasErrors
                ? new TensorInfo(inner[i], OnnxType.Undefined, null)
                : throw new NodeProblemException("CIM0207", $"its output '{inner[i]}' is produced by nothing inside"));
            NodeEmitter.Bind(frame.Scope, node.Output[i], tensor);
        }
    }

    private static void CheckDepth(Frame frame)
    {
        if (frame.Depth >= MaxDepth)
        {
            throw new NodeProblemException("CIM0212", $"branches and function calls are nested more than {MaxDepth} deep");
        }
    }
}
