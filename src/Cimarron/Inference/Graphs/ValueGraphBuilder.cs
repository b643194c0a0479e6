using System.Collections.Immutable;
using Cimarron.Workloads;
using Cimarron.Workloads.Onnx;

namespace Cimarron.Inference.Graphs;

/// <summary>Turns what an import saw into a graph with values: names tensors uniquely, drops what is folded and decodes what is read.</summary>
internal sealed class ValueGraphBuilder(string path, Network network, ImportTrace trace)
{
    private readonly ValueDecoder decoder = new(path);
    private readonly Dictionary<TensorInfo, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValueInfo> tensors = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> errors = [];

    /// <summary>The graph.</summary>
    /// <exception cref="DiagnosticException">Values are missing or unsupported; lists every tensor.</exception>
    public ValueGraph Build()
    {
        // What the outside knows by name keeps its name; only tensors inside functions and branches may have to give way.
        foreach (var (name, tensor) in trace.Inputs.Concat(trace.Outputs))
        {
            Claim(tensor, name);
        }

        foreach (var stored in trace.Nodes.SelectMany(n => n.Inputs).Where(i => i?.Stored is not null))
        {
            Claim(stored!, stored!.Name);
        }

        var nodes = trace.Nodes.Where(n => !IsFolded(n)).Select(Node).ToImmutableArray();
        var inputs = trace.Inputs.Select(i => Info(i.Tensor)).ToImmutableArray();
        var outputs = trace.Outputs.Select(o => Read(o.Tensor)).ToImmutableArray();
        return errors.Count > 0
            ? throw new DiagnosticException(errors)
            : new ValueGraph(trace.Model!, network, nodes, inputs, outputs, constants.ToImmutableDictionary(), tensors.ToImmutableDictionary());
    }

    private static bool IsFolded(TracedNode node) => node.Outputs.All(o => o is null or { HasValue: true, IsStatic: true });

    private ValueNode Node(TracedNode node)
    {
        foreach (var input in node.Inputs.OfType<TensorInfo>())
        {
            Read(input);
        }

        foreach (var output in node.Outputs.OfType<TensorInfo>())
        {
            Info(output);
        }

        return new ValueNode(network.Nodes[node.Index], node, [.. node.Inputs.Select(NameOf)], [.. node.Outputs.Select(NameOf)]);
    }

    private ValueInfo Read(TensorInfo tensor)
    {
        var info = Info(tensor);
        if (errors.Count < 20 && read.Add(info.Name))
        {
            try
            {
                if (tensor.Stored is { } stored)
                {
                    constants.Add(info.Name, decoder.Decode(info.Name, stored));
                }
                else if (tensor is { IsStatic: true, HasValue: true })
                {
                    constants.Add(info.Name, ValueDecoder.Of(tensor.Value!));
                }
            }
            catch (DiagnosticException e)
            {
                errors.AddRange(e.Diagnostics);
            }
        }

        return info;
    }

    private ValueInfo Info(TensorInfo tensor)
    {
        var name = NameOf(tensor);
        if (!tensors.TryGetValue(name, out var info))
        {
            info = new ValueInfo(name, ValueDecoder.TypeOf(tensor.Type), ValueDecoder.ShapeOf(tensor.Shape));
            tensors.Add(name, info);
        }

        return info;
    }

    private string NameOf(TensorInfo? tensor) => tensor is null ? "" : Claim(tensor, tensor.Name);

    private string Claim(TensorInfo tensor, string wanted)
    {
        if (names.TryGetValue(tensor, out var name))
        {
            return name;
        }

        name = wanted;
        for (var i = 2; !taken.Add(name); i++)
        {
            name = $"{wanted}#{i}";
        }

        names.Add(tensor, name);
        return name;
    }
}
