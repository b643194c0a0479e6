using System.Collections.Immutable;
using Cimarron.Workloads;
using Cimarron.Workloads.Onnx;

namespace Cimarron.Inference.Graphs;

/// <summary>An operator of a <see cref="ValueGraph"/>.</summary>
public sealed class ValueNode
{
    internal ValueNode(NetworkNode node, TracedNode traced, ImmutableArray<string> inputs, ImmutableArray<string> outputs)
    {
        Node = node;
        Domain = traced.Node.Domain == "ai.onnx" ? "" : traced.Node.Domain;
        Context = traced.Context;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>The same operator in the <see cref="Network"/>.</summary>
    public NetworkNode Node { get; }

    /// <summary>Its unique name.</summary>
    public string Name => Node.Name;

    /// <summary>The operator, e.g. <c>Conv</c>.</summary>
    public string OpType => Node.OpType;

    /// <summary>Domain of the operator; empty for standard ones.</summary>
    public string Domain { get; }

    /// <summary>Tensors it reads; empty where an optional input is left out.</summary>
    public ImmutableArray<string> Inputs { get; }

    /// <summary>Tensors it produces; empty where an output is not wanted.</summary>
    public ImmutableArray<string> Outputs { get; }

    internal NodeContext Context { get; }

    internal AttributeBag Attributes => Context.Attributes;

    /// <summary>An input, or null when it is left out.</summary>
    internal string? Input(int index) => index < Inputs.Length && Inputs[index].Length > 0 ? Inputs[index] : null;
}
