namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Finds where the features of tensors lie: convolutions and pools read and write images, products of several groups read and write groups, and element-wise operators keep it.</summary>
internal sealed class LayoutFinder
{
    private static readonly HashSet<string> Images = ["MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "BatchNormalization"];

    private static readonly HashSet<string> Changing = ["Reshape", "Flatten", "Transpose", "ReduceMean"];

    private readonly Flow flow;
    private readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuantizedLayout> known = new(StringComparer.Ordinal);

    private LayoutFinder(Flow flow) => this.flow = flow;

    /// <summary>The layout of every tensor that has another one than trailing.</summary>
    public static Func<string, QuantizedLayout> Find(Flow flow)
    {
        var finder = new LayoutFinder(flow);
        finder.Run();
        return tensor => finder.known.GetValueOrDefault(finder.Root(tensor));
    }

    private void Run()
    {
        foreach (var node in flow.Nodes.Where(n => n.Matrix is null && !Changing.Contains(n.Operation)))
        {
            foreach (var input in node.Inputs.Where(i => flow.Shapes[i].Length == flow.Shapes[node.Output].Length))
            {
                parents[Root(input)] = Root(node.Output);
            }
        }

        foreach (var node in flow.Nodes)
        {
            if (node.Matrix is { Convolution: not null } || Images.Contains(node.Operation))
            {
                State(node.Inputs[0], QuantizedLayout.Channels, 3);
                State(node.Output, QuantizedLayout.Channels, 3);
            }
            else if (node.Matrix is { Groups: > 1 })
            {
                node.Inputs.Append(node.Output).ToList().ForEach(t => State(t, QuantizedLayout.Groups, 3));
            }
            else if (node.Matrix is not null && node.Inputs.Count > 1)
            {
                State(node.Inputs[1], QuantizedLayout.Groups, 3);
            }
        }
    }

    private void State(string tensor, QuantizedLayout layout, int leastRank)
    {
        if (flow.Shapes[tensor].Length >= leastRank)
        {
            known.TryAdd(Root(tensor), layout);
        }
    }

    private string Root(string tensor)
    {
        while (parents.TryGetValue(tensor, out var parent) && parent != tensor)
        {
            tensor = parent;
        }

        return tensor;
    }
}
