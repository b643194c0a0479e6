using System.Collections.Immutable;
using Cimarron.Inference.Graphs;
using Cimarron.Workloads.Onnx;
using Cimarron.Workloads.Onnx.Operators;

namespace Cimarron.Inference.Execution;

/// <summary>A node while it is executed.</summary>
internal sealed class KernelContext(ValueGraph graph, ValueNode node, Tensor?[] inputs)
{
    /// <summary>The node.</summary>
    public ValueNode Node => node;

    /// <summary>Its attributes.</summary>
    public AttributeBag Attributes => node.Attributes;

    /// <summary>Version of the operator set.</summary>
    public long Opset => node.Context.Opset;

    /// <summary>Number of input slots.</summary>
    public int InputCount => inputs.Length;

    /// <summary>An input that may be left out.</summary>
    public Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>An input that must be there.</summary>
    public Tensor this[int index] => Optional(index) ?? throw new KernelException($"input {index} is required");

    /// <summary>The real values of an input.</summary>
    public float[] Reals(int index) => this[index].IsReal ? this[index].RealArray : throw new KernelException($"input {index} must be real");

    /// <summary>The inferred shape of an output.</summary>
    public ImmutableArray<int> OutputShape(int index = 0) => graph.Tensors[node.Outputs[index]].Shape is { IsDefault: false } shape
        ? shape
        : throw new KernelException("its output shape is not known before run time");

    /// <summary>A sliding window over an image.</summary>
    public Window Window(ImmutableArray<int> image, IEnumerable<long> kernel) =>
        Workloads.Onnx.Operators.Window.Read(node.Context, [.. image.Select(d => (long)d)], [.. kernel], Attributes.Integer("ceil_mode", 0) != 0);

    /// <summary>An axis made non-negative.</summary>
    public static int Axis(long axis, int rank) => NodeContext.Axis(axis, rank);

    /// <summary>Integers of an attribute in old operator sets, of an input in new ones.</summary>
    public long[]? Integers(string attribute, int index) => Attributes.Integers(attribute) ?? Optional(index)?.ToIntegers();
}
