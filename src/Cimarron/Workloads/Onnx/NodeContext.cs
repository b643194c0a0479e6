using System.Collections.Immutable;

namespace Cimarron.Workloads.Onnx;

/// <summary>One node while its rule runs: inputs and attributes to read, outputs and cost to fill in.</summary>
internal sealed class NodeContext
{
    private readonly IReadOnlyList<TensorInfo?> inputs;
    private readonly FoldBudget budget;
    private readonly NodeOutput?[] outputs;

    public NodeContext(string name, string opType, long opset, AttributeBag attributes, IReadOnlyList<TensorInfo?> inputs, int outputCount, FoldBudget budget)
    {
        Name = name;
        OpType = opType;
        Opset = opset;
        Attributes = attributes;
        this.inputs = inputs;
        this.budget = budget;
        outputs = new NodeOutput?[outputCount];
    }

    /// <summary>Name of the node.</summary>
    public string Name { get; }

    /// <summary>Operator.</summary>
    public string OpType { get; }

    /// <summary>Version of the node's operator set.</summary>
    public long Opset { get; }

    /// <summary>Attributes.</summary>
    public AttributeBag Attributes { get; }

    /// <summary>Number of input slots, empty ones included.</summary>
    public int InputCount => inputs.Count;

    /// <summary>Number of output slots, empty ones included.</summary>
    public int OutputCount => outputs.Length;

    /// <summary>What the rule found out about the outputs.</summary>
    public IReadOnlyList<NodeOutput?> Outputs => outputs;

    /// <summary>The cost class, when the rule decides it; a node that reads only static tensors is constant whatever the rule says.</summary>
    public NodeKind Kind { get; set; } = NodeKind.Vector;

    /// <summary>Why the node is unsupported.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The matrix layer, if any.</summary>
    public Layer? Layer { get; set; }

    /// <summary>How often the layer runs.</summary>
    public int Repeat { get; set; } = 1;

    /// <summary>Whether the stationary operand is computed at run time.</summary>
    public bool HasDynamicWeight { get; set; }

    /// <summary>The node that produces the dynamic weight, −1 when there is none.</summary>
    public int StationaryInput { get; set; } = -1;

    /// <summary>Name of the weight tensor.</summary>
    public string? WeightName { get; set; }

    /// <summary>Elements of vector work that follow the matrix work inside the node (overlap-add of a transposed convolution).</summary>
    public long TrailingElements { get; set; }

    /// <summary>When the outputs are known, if the rule decides it rather than the inputs.</summary>
    public TensorOrigin? Origin { get; set; }

    /// <summary>Whether the outputs are the stored tensor of input 0 in another layout.</summary>
    public bool ForwardsWeight { get; set; }

    /// <summary>An input that may be left out.</summary>
    public TensorInfo? Optional(int index) => index < inputs.Count ? inputs[index] : null;

    /// <summary>An input that must be there.</summary>
    public TensorInfo Require(int index) =>
        Optional(index) ?? throw NodeProblemException.Invalid($"input {index} is required");

    /// <summary>The shape of a required input.</summary>
    public TensorShape ShapeOf(int index)
    {
        var input = Require(index);
        return input.Shape ?? throw new UnresolvedException($"the shape of input '{input.Name}' is unknown", isInherited: true);
    }

    /// <summary>The values of a required input.</summary>
    public ConstantTensor ValueOf(int index)
    {
        var input = Require(index);
        return input.Value ?? throw new UnresolvedException(
            $"the values of input '{input.Name}' decide the output shape, but are not known before run time", input.Shape is null);
    }

    /// <summary>The values of a required input that decide a shape, read as a whole.</summary>
    public ConstantTensor Scan(int index)
    {
        var value = ValueOf(index);
        return budget.TrySpend(0, value.Count)
            ? value
            : throw new UnresolvedException("the model computes more constants than the import is allowed to");
    }

    /// <summary>The values of a required input as integers.</summary>
    public long[] IntegersOf(int index) => Scan(index).Integers();

    /// <summary>The values of a tensor stored in the node, unless they are too many.</summary>
    public ConstantTensor? Stored(Proto.TensorProto tensor, TensorShape shape) =>
        TensorReader.CanDecode(tensor, shape) && budget.TrySpend(shape.Elements, shape.Elements) ? TensorReader.Decode(tensor, shape) : null;

    /// <summary>The integers of an attribute in old operator sets, of an input in new ones; null when left out.</summary>
    public long[]? IntegersOf(string attribute, int index) =>
        Attributes.Integers(attribute) ?? (Optional(index) is null ? null : IntegersOf(index));

    /// <summary>Records an output.</summary>
    public void Set(int index, int type, TensorShape shape, ConstantTensor? value = null)
    {
        if (index < outputs.Length)
        {
            outputs[index] = new NodeOutput(type, shape, value);
        }
    }

    /// <summary>Records an output, with its values when every given input has values and the result is small enough.</summary>
    public void SetFolded(int index, int type, TensorShape shape, ImmutableArray<int> from, Func<ConstantTensor> compute)
    {
        var canFold = index < outputs.Length
            && OnnxType.IsNumeric(type)
            && shape.Elements <= TensorReader.FoldLimit(type)
            && from.All(i => Optional(i) is null or { HasValue: true })
            && budget.TrySpend(shape.Elements, Math.Max(1, shape.Elements) * from.Length);
        Set(index, type, shape, canFold ? compute() : null);
    }

    /// <summary>All input indices.</summary>
    public ImmutableArray<int> AllInputs => [.. Enumerable.Range(0, inputs.Count)];

    /// <summary>Marks the node as not modelled.</summary>
    public void Unsupported(string reason)
    {
        Kind = NodeKind.Unsupported;
        Reason = reason;
    }

    /// <summary>An axis in −rank … rank−1, made non-negative.</summary>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw NodeProblemException.Invalid($"axis {axis} is outside a tensor of rank {rank}");
}
