using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>Puts the nodes of a graph into an order in which every tensor is produced before it is read.</summary>
internal static class NodeOrder
{
    /// <summary>
    /// Node positions in topological order; the file's own order wherever it is legal. Nodes on a cycle (and behind one) are left out and returned
    /// separately.
    /// </summary>
    public static (IReadOnlyList<int> Order, IReadOnlyList<int> Cyclic) Sort(IReadOnlyList<NodeProto> nodes)
    {
        var producers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var output in nodes[i].Output.Where(o => o.Length > 0))
            {
                producers.TryAdd(output, i);
            }
        }

        var consumers = new List<int>[nodes.Count];
        var open = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var producer in Reads(nodes[i]).Select(name => producers.GetValueOrDefault(name, -1)).Where(p => p >= 0).Distinct())
            {
                (consumers[producer] ??= []).Add(i);
                open[i]++;
            }
        }

        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, nodes.Count).Where(i => open[i] == 0).Select(i => (i, i)));
        var order = new List<int>(nodes.Count);
        while (ready.TryDequeue(out var next, out _))
        {
            order.Add(next);
            foreach (var consumer in consumers[next] ?? [])
            {
                if (--open[consumer] == 0)
                {
                    ready.Enqueue(consumer, consumer);
                }
            }
        }

        return (order, [.. Enumerable.Range(0, nodes.Count).Where(i => open[i] > 0)]);
    }

    /// <summary>The names a node reads, those read inside its subgraphs included; the parser bounds the nesting.</summary>
    public static IEnumerable<string> Reads(NodeProto node)
    {
        var pending = new Stack<NodeProto>([node]);
        while (pending.TryPop(out var current))
        {
            foreach (var input in current.Input.Where(i => i.Length > 0))
            {
                yield return input;
            }

            foreach (var graph in current.Attribute.SelectMany(a => a.G is null ? a.Graphs : a.Graphs.Append(a.G)))
            {
                foreach (var output in graph.Output)
                {
                    yield return output.Name;
                }

                foreach (var inner in graph.Node)
                {
                    pending.Push(inner);
                }
            }
        }
    }
}
