using System.Collections.Immutable;
using Cimarron.Inference.Execution;
using Cimarron.Inference.Graphs;
using Cimarron.Workloads.Onnx;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Lowers a model's operators to products and vector operators.</summary>
internal sealed class FlowBuilder
{
    private readonly ValueGraph graph;
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValueNode> producers = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> errors = [];

    private FlowBuilder(ValueGraph graph, IReadOnlyDictionary<string, Tensor> constants)
    {
        this.graph = graph;
        Constants = constants;
        Flow = new Flow(graph.Nodes.Select(n => n.Name).Concat(graph.Tensors.Keys));
        foreach (var node in graph.Nodes)
        {
            foreach (var output in node.Outputs.Where(o => o.Length > 0))
            {
                producers[output] = node;
            }
        }
    }

    /// <summary>The network so far.</summary>
    public Flow Flow { get; }

    /// <summary>Constants, those included that had to be computed.</summary>
    public IReadOnlyDictionary<string, Tensor> Constants { get; }

    /// <summary>Lowers a model.</summary>
    /// <exception cref="DiagnosticException">Operators have no quantised form; lists every node up to twenty.</exception>
    public static Flow Lower(ValueGraph graph, IReadOnlyDictionary<string, Tensor> constants) => new FlowBuilder(graph, constants).Run();

    /// <summary>The tensor behind a name of the model.</summary>
    public string Resolve(string name) => aliases.GetValueOrDefault(name) ?? (Flow.Shapes.ContainsKey(name)
        ? name
        : throw new KernelException(Constants.ContainsKey(name) ? $"the constant '{name}' cannot be an input here" : $"'{name}' is not available"));

    /// <summary>The shape of a tensor of the model.</summary>
    public ImmutableArray<int> ShapeOf(string name) =>
        graph.Tensors[name].Shape is { IsDefault: false } shape ? shape : throw new KernelException($"the shape of '{name}' is not known");

    /// <summary>The element type of a tensor of the model.</summary>
    public ElementType? TypeOf(string name) => graph.Tensors[name].Type;

    /// <summary>Declares the tensor of an output.</summary>
    public string Define(string output) => Flow.Add(output, ShapeOf(output), isOwn: true);

    /// <summary>Lets a name of the model stand for a tensor.</summary>
    public void Alias(string name, string tensor) => aliases[name] = tensor;

    /// <summary>The integers behind a constant that the model dequantises.</summary>
    public (Tensor Values, Tensor Scale, Tensor? Zero, int Axis)? Stored(string name) =>
        producers.TryGetValue(name, out var node) && node.OpType == "DequantizeLinear"
        && Constants.TryGetValue(node.Inputs[0], out var values) && Constants.TryGetValue(node.Inputs[1], out var scale)
            ? (values, scale, node.Input(2) is { } zero ? Constants.GetValueOrDefault(zero) : null, (int)node.Attributes.Integer("axis", 1))
            : null;

    private Flow Run()
    {
        foreach (var input in graph.Inputs.Where(i => graph.Nodes.Any(n => n.Inputs.Contains(i.Name))))
        {
            if (input.Type is not (ElementType.Float32 or ElementType.Float16 or ElementType.Float64 or ElementType.Int8 or ElementType.UInt8) || input.Shape.IsDefault)
            {
                throw Failure($"input '{input.Name}'", $"an input of type {input.Type} cannot be quantised; expected real numbers or 8-bit integers of known shape");
            }

            Flow.Inputs.Add(new QuantizedPort(input.Name, Flow.Add(input.Name, input.Shape, isOwn: true), input.Type.Value.IsReal()));
        }

        foreach (var node in graph.Nodes.Where(n => !n.Outputs.All(o => o.Length == 0 || Constants.ContainsKey(o))))
        {
            Lower(node);
        }

        if (errors.Count > 0)
        {
            throw new DiagnosticException(errors);
        }

        foreach (var output in graph.Outputs.DistinctBy(o => o.Name))
        {
            Flow.Outputs.Add(new QuantizedPort(output.Name, Constants.ContainsKey(output.Name)
                ? throw Failure($"output '{output.Name}'", "it is constant, so there is nothing to compute")
                : Resolve(output.Name), output.Type?.IsReal() ?? true));
        }

        Flow.RemoveUnused();
        return Flow;
    }

    private void Lower(ValueNode node)
    {
        if (errors.Count >= 20 || node.Inputs.Any(i => i.Length > 0 && !Constants.ContainsKey(i) && !aliases.ContainsKey(i) && !Flow.Shapes.ContainsKey(i)))
        {
            // What feeds it was rejected and reported.
            return;
        }

        try
        {
            var rule = LoweringTable.Find(node.Domain, node.OpType) ?? throw new KernelException("the operator has no quantised form");
            rule(new FlowContext(this, node));
        }
        catch (Exception e) when (e is KernelException or NodeProblemException or UnresolvedException)
        {
            errors.Add(Diagnostic.Error("CIM0854", e.Message, graph.Network.Source, field: $"node '{node.Name}' ({node.OpType})"));
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException or IndexOutOfRangeException or InvalidOperationException or OutOfMemoryException)
        {
            // A file can break an expectation that no rule states, and must not end the tool.
            errors.Add(Diagnostic.Error("CIM0854", $"the node cannot be quantised ({e.GetType().Name})", graph.Network.Source, field: $"node '{node.Name}' ({node.OpType})"));
        }
    }

    private DiagnosticException Failure(string field, string message) => new(Diagnostic.Error("CIM0854", message, graph.Network.Source, field: field));
}
