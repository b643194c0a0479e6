using System.Collections.Immutable;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>A network on its way from the model to the quantised graph.</summary>
internal sealed class Flow
{
    private readonly HashSet<string> reserved;
    private readonly HashSet<string> nodeNames = new(StringComparer.Ordinal);

    /// <summary>An empty network.</summary>
    /// <param name="reserved">Names in the model, of nodes and of tensors, which helpers must not take.</param>
    public Flow(IEnumerable<string> reserved) => this.reserved = new HashSet<string>(reserved, StringComparer.Ordinal);

    /// <summary>Operators in topological order.</summary>
    public List<FlowNode> Nodes { get; } = [];

    /// <summary>Shapes of tensors.</summary>
    public Dictionary<string, ImmutableArray<int>> Shapes { get; } = new(StringComparer.Ordinal);

    /// <summary>Scales and zero points that are decided.</summary>
    public Dictionary<string, ScaleZero> Scales { get; } = new(StringComparer.Ordinal);

    /// <summary>Inputs of the network.</summary>
    public List<QuantizedPort> Inputs { get; } = [];

    /// <summary>Outputs of the network.</summary>
    public List<QuantizedPort> Outputs { get; } = [];

    /// <summary>Nodes of the network that became part of others.</summary>
    public SortedDictionary<string, string> Folded { get; } = new(StringComparer.Ordinal);

    /// <summary>Tensors that a node reads in another form, with the name of that node.</summary>
    public Dictionary<string, string> Bypassed { get; } = new(StringComparer.Ordinal);

    /// <summary>Removes nodes whose output nothing needs.</summary>
    public void RemoveUnused()
    {
        var needed = Outputs.Select(o => o.Tensor).ToHashSet(StringComparer.Ordinal);
        for (var i = Nodes.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(Nodes[i].Output))
            {
                needed.UnionWith(Nodes[i].Inputs);
            }
            else
            {
                Folded.TryAdd(Nodes[i].Name, Bypassed.GetValueOrDefault(Nodes[i].Output, ""));
                Nodes.RemoveAt(i);
            }
        }
    }

    /// <summary>The nodes that read a tensor.</summary>
    public IEnumerable<FlowNode> Readers(string tensor) => Nodes.Where(n => n.Inputs.Contains(tensor));

    /// <summary>Whether a tensor is read by one node only and is no output.</summary>
    public bool HasOneReader(string tensor) => Readers(tensor).Take(2).Count() == 1 && Outputs.All(o => o.Tensor != tensor);

    /// <summary>The node that produces a tensor, or null.</summary>
    public FlowNode? Producer(string tensor) => Nodes.Find(n => n.Output == tensor);

    /// <summary>A name for a node that no other node has.</summary>
    /// <param name="name">The wanted name.</param>
    /// <param name="isOwn">Whether it is the name of the node of the model; helpers give way to those.</param>
    public string NodeName(string name, bool isOwn) => Unique(name, isOwn, nodeNames.Add);

    /// <summary>A new tensor.</summary>
    public string Add(string name, ImmutableArray<int> shape, bool isOwn) => Unique(name, isOwn, unique => Shapes.TryAdd(unique, shape));

    private string Unique(string name, bool isOwn, Func<string, bool> tryAdd)
    {
        var unique = name;
        for (var i = 2; (reserved.Contains(unique) && !(isOwn && i == 2)) || !tryAdd(unique); i++)
        {
            unique = $"{name}#{i}";
        }

        return unique;
    }
}
