using System.Collections.Immutable;

namespace Cimarron.Workloads;

/// <summary>Collects nodes in topological order and completes their edges.</summary>
internal sealed class NetworkBuilder
{
    private readonly List<NetworkNode> nodes = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> suffixes = new(StringComparer.Ordinal);

    /// <summary>Number of nodes so far: the index of the next one.</summary>
    public int Count => nodes.Count;

    /// <summary>Appends a node; its index, name (made unique) and input list (sorted, without negatives) are completed here.</summary>
    public int Add(NetworkNode node, IEnumerable<int> inputs)
    {
        var index = nodes.Count;
        nodes.Add(node with
        {
            Index = index,
            Name = Unique(node.Name.Length == 0 ? node.OpType : node.Name),
            Inputs = [.. inputs.Where(i => i >= 0).Distinct().Order()],
        });
        return index;
    }

    /// <summary>The network; its totals are checked against overflow.</summary>
    public Network Build(string name, string source, Func<ImmutableArray<NetworkNode>, string> hash, IEnumerable<Diagnostic> diagnostics)
    {
        var consumers = new List<int>?[nodes.Count];
        foreach (var node in nodes)
        {
            foreach (var input in node.Inputs)
            {
                (consumers[input] ??= []).Add(node.Index);
            }
        }

        var complete = nodes.Select((n, i) => n with { Outputs = [.. consumers[i] ?? []] }).ToImmutableArray();
        CheckTotals(complete, source);
        return new Network { Name = name, Source = source, Hash = hash(complete), Nodes = complete, Diagnostics = [.. diagnostics] };
    }

    private static void CheckTotals(ImmutableArray<NetworkNode> nodes, string source)
    {
        Int128 macs = 0;
        Int128 elements = 0;
        foreach (var node in nodes)
        {
            macs += node.Layer is null ? 0 : (Int128)node.Layer.Macs * node.Repeat;
            elements += (Int128)node.Elements * node.Repeat;
            if (macs > long.MaxValue || elements > long.MaxValue)
            {
                throw new DiagnosticException(Diagnostic.Error(
                    "CIM0212", "the network's total work exceeds 2^63 − 1, counted up to this node", source, field: $"node '{node.Name}'"));
            }
        }
    }

    private string Unique(string name)
    {
        if (names.Add(name))
        {
            return name;
        }

        var next = suffixes.GetValueOrDefault(name, 2);
        while (!names.Add($"{name}#{next}"))
        {
            next++;
        }

        suffixes[name] = next + 1;
        return $"{name}#{next}";
    }
}
