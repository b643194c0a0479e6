using System.Collections.Immutable;
using Cimarron.Inference.Graphs;
using Cimarron.Workloads.Onnx;

namespace Cimarron.Inference.Execution;

/// <summary>
/// Runs a graph in single precision: products and their sums in single with fused multiply-add in ascending order of the reduction; means, variances and sums of
/// normalisations and reductions in double. The result is the same on every run.
/// </summary>
public sealed class FloatExecutor
{
    private readonly ValueGraph graph;
    private readonly Dictionary<string, Tensor> constants;
    private readonly ImmutableArray<ValueNode> nodes;
    private readonly Dictionary<string, int> lastUse = new(StringComparer.Ordinal);

    /// <summary>Prepares a graph: checks that every node can be executed and computes those that depend on constants only.</summary>
    /// <exception cref="DiagnosticException">Nodes cannot be executed; lists every operator.</exception>
    public FloatExecutor(ValueGraph graph)
        : this(graph, executesAll: true)
    {
    }

    private FloatExecutor(ValueGraph graph, bool executesAll)
    {
        this.graph = graph;
        constants = graph.Constants.ToDictionary(StringComparer.Ordinal);
        if (executesAll)
        {
            CheckOperators();
        }

        var open = new List<ValueNode>();
        foreach (var node in graph.Nodes)
        {
            if (node.Node.Kind != Workloads.NodeKind.Unsupported && node.Inputs.All(i => i.Length == 0 || constants.ContainsKey(i)) && KernelTable.Find(node.Domain, node.OpType) is not null)
            {
                Execute(node, constants);
            }
            else
            {
                open.Add(node);
            }
        }

        nodes = [.. open];
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var input in nodes[i].Inputs)
            {
                lastUse[input] = i;
            }
        }
    }

    /// <summary>Constants, those included that had to be computed.</summary>
    internal IReadOnlyDictionary<string, Tensor> Constants => constants;

    /// <summary>The constants of a graph, those included that have to be computed; of graphs too whose other operators cannot be executed.</summary>
    internal static IReadOnlyDictionary<string, Tensor> Fold(ValueGraph graph) => new FloatExecutor(graph, executesAll: false).constants;

    /// <summary>Computes the outputs.</summary>
    /// <param name="inputs">A tensor for every input of the graph, of its shape.</param>
    /// <param name="observe">Called with every tensor that is fed or computed, in order.</param>
    /// <param name="cancellationToken">Stops between nodes.</param>
    /// <exception cref="DiagnosticException">An input is missing or has another shape, or a node meets values it is not defined for.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(
        IReadOnlyDictionary<string, Tensor> inputs, Action<string, Tensor>? observe = null, CancellationToken cancellationToken = default)
    {
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var input in graph.Inputs)
        {
            values[input.Name] = Checked(input, inputs);
            observe?.Invoke(input.Name, values[input.Name]);
        }

        var kept = graph.Outputs.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Execute(nodes[i], values, observe);
            foreach (var done in nodes[i].Inputs.Where(n => lastUse[n] == i && !kept.Contains(n)))
            {
                values.Remove(done);
            }
        }

        return graph.Outputs.Select(o => o.Name).Distinct(StringComparer.Ordinal).ToDictionary(o => o, o => values.TryGetValue(o, out var v) ? v : constants[o], StringComparer.Ordinal);
    }

    private static Tensor Checked(ValueInfo input, IReadOnlyDictionary<string, Tensor> inputs)
    {
        var given = inputs.GetValueOrDefault(input.Name);
        if (given is null || !given.Shape.AsSpan().SequenceEqual(input.Shape.AsSpan()) || given.IsReal != input.Type?.IsReal())
        {
            var found = given is null ? "nothing is given" : $"{given.Type} [{string.Join(", ", given.Shape)}] is given";
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0836", $"{found}, expected {input.Type} [{string.Join(", ", input.Shape.IsDefault ? [] : input.Shape)}]", field: $"input '{input.Name}'"));
        }

        return given;
    }

    private void CheckOperators()
    {
        var missing = graph.Nodes.Where(n => KernelTable.Find(n.Domain, n.OpType) is null).ToList();
        if (missing.Count > 0)
        {
            throw new DiagnosticException([.. missing.GroupBy(n => (n.Domain, n.OpType)).Select(g => Diagnostic.Error(
                "CIM0835",
                $"the operator {(g.Key.Domain.Length > 0 ? $"{g.Key.Domain}.{g.Key.OpType}" : g.Key.OpType)} cannot be executed{(g.Skip(1).Any() ? $" ({g.Count()} nodes, this is the first)" : "")}",
                graph.Network.Source,
                field: $"node '{g.First().Name}'"))]);
        }
    }

    private void Execute(ValueNode node, Dictionary<string, Tensor> values, Action<string, Tensor>? observe = null)
    {
        var inputs = node.Inputs.Select(i => i.Length == 0 ? null : values.TryGetValue(i, out var v) ? v : constants.GetValueOrDefault(i)
            ?? throw Failure(node, $"the values of '{i}' are not known")).ToArray();
        try
        {
            var outputs = KernelTable.Find(node.Domain, node.OpType)!(new KernelContext(graph, node, inputs));
            for (var i = 0; i < node.Outputs.Length; i++)
            {
                if (node.Outputs[i].Length > 0)
                {
                    values[node.Outputs[i]] = i < outputs.Length ? outputs[i] : throw new KernelException($"output {i} is not computed");
                    observe?.Invoke(node.Outputs[i], outputs[i]);
                }
            }
        }
        catch (Exception e) when (e is KernelException or NodeProblemException or UnresolvedException)
        {
            throw Failure(node, e.Message);
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException or IndexOutOfRangeException or InvalidOperationException or OutOfMemoryException)
        {
            // A file can break an expectation that no kernel states, and must not end the tool.
            throw Failure(node, $"the node cannot be executed ({e.GetType().Name})");
        }
    }

    private DiagnosticException Failure(ValueNode node, string message) =>
        new(Diagnostic.Error("CIM0837", message, graph.Network.Source, field: $"node '{node.Name}' ({node.OpType})"));
}
