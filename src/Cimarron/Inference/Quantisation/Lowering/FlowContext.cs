using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Inference.Execution;
using Cimarron.Inference.Graphs;
using Cimarron.Workloads.Onnx;
using Cimarron.Workloads.Onnx.Operators;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>A node of the model while it is lowered.</summary>
internal sealed class FlowContext(FlowBuilder builder, ValueNode node)
{
    /// <summary>The node.</summary>
    public ValueNode Node => node;

    /// <summary>Its attributes.</summary>
    public AttributeBag Attributes => node.Attributes;

    /// <summary>The network so far.</summary>
    public Flow Flow => builder.Flow;

    /// <summary>Number of input slots.</summary>
    public int InputCount => node.Inputs.Length;

    /// <summary>The values of an input that is constant; null when it is not, or left out.</summary>
    public Tensor? Constant(int index) => node.Input(index) is { } name ? builder.Constants.GetValueOrDefault(name) : null;

    /// <summary>The values of an input that must be constant.</summary>
    public Tensor RequireConstant(int index) => Constant(index) ?? throw new KernelException($"input {index} must be constant");

    /// <summary>Name of the tensor of an input that is computed at run time.</summary>
    public string Input(int index) => builder.Resolve(node.Input(index) ?? throw new KernelException($"input {index} is required"));

    /// <summary>Shape of an input in the model.</summary>
    public ImmutableArray<int> ShapeOf(int index) => builder.ShapeOf(node.Input(index) ?? throw new KernelException($"input {index} is required"));

    /// <summary>Element type of an input in the model.</summary>
    public ElementType? Type(int index) => builder.TypeOf(node.Inputs[index]);

    /// <summary>Shape of an output in the model.</summary>
    public ImmutableArray<int> OutputShape(int index = 0) => builder.ShapeOf(node.Outputs[index]);

    /// <summary>Integers of an attribute in old operator sets, of an input in new ones.</summary>
    public long[]? Integers(string attribute, int index) => Attributes.Integers(attribute) ?? (node.Input(index) is null ? null : RequireConstant(index).ToIntegers());

    /// <summary>A window over an image.</summary>
    public Window Window(ImmutableArray<int> image, IEnumerable<long> kernel) =>
        Workloads.Onnx.Operators.Window.Read(node.Context, [.. image.Select(d => (long)d)], [.. kernel], Attributes.Integer("ceil_mode", 0) != 0);

    /// <summary>The original of a constant that is dequantised in the model, or null.</summary>
    public (Tensor Values, Tensor Scale, Tensor? Zero, int Axis)? Stored(int index) => node.Input(index) is { } name ? builder.Stored(name) : null;

    /// <summary>Appends a vector operator that produces an output of the node.</summary>
    public FlowNode Vector(string operation, params (string Name, object Value)[] attributes) => VectorOf(operation, [Input(0)], attributes);

    /// <summary>Appends a vector operator of given inputs that produces an output of the node.</summary>
    public FlowNode VectorOf(string operation, IEnumerable<string> inputs, params (string Name, object Value)[] attributes) =>
        Append(new FlowNode { Name = Flow.NodeName(node.Name, isOwn: true), Operation = operation, Inputs = [.. inputs], Output = builder.Define(node.Outputs[0]) }, attributes);

    /// <summary>Appends a helper of the node: an operator with a tensor of its own.</summary>
    public string Helper(string suffix, string operation, string input, ImmutableArray<int> shape, params (string Name, object Value)[] attributes)
    {
        var name = Flow.NodeName($"{node.Name}/{suffix}", isOwn: false);
        return Append(new FlowNode { Name = name, Operation = operation, Inputs = [input], Output = Flow.Add(name, shape, isOwn: false) }, attributes).Output;
    }

    /// <summary>Appends a vector operator on images; a line becomes an image of width 1, and back.</summary>
    public void Image(string operation, params (string Name, object Value)[] attributes)
    {
        var output = OutputShape();
        if (output.Length == 4)
        {
            Vector(operation, attributes);
            return;
        }

        var image = View("input", Input(0), [.. ShapeOf(0), 1]);
        var target = Flow.Add($"{node.Name}/image", [.. output, 1], isOwn: false);
        Append(new FlowNode { Name = Flow.NodeName(node.Name, isOwn: true), Operation = operation, Inputs = [image], Output = target }, attributes);
        Append(new FlowNode { Name = Flow.NodeName($"{node.Name}/view", isOwn: false), Operation = "Reshape", Inputs = [target], Output = builder.Define(node.Outputs[0]) });
    }

    /// <summary>The same data in another shape; the tensor itself when the shape is that.</summary>
    public string View(string suffix, string input, ImmutableArray<int> shape) =>
        Flow.Shapes[input].AsSpan().SequenceEqual(shape.AsSpan()) ? input : Helper(suffix, "Reshape", input, shape);

    /// <summary>A tensor with its last two axes exchanged.</summary>
    public string Swapped(string suffix, string input)
    {
        var shape = Flow.Shapes[input];
        var order = Enumerable.Range(0, shape.Length - 2).Append(shape.Length - 1).Append(shape.Length - 2).ToArray();
        return Helper(suffix, "Transpose", input, [.. order.Select(a => shape[a])], ("perm", order));
    }

    /// <summary>Appends a product. Its own shape is stated; where the model's output is another tensor, what makes it so follows.</summary>
    /// <param name="matrix">The product.</param>
    /// <param name="operands">The moving operand, and the stationary one when it is produced at run time.</param>
    /// <param name="shape">Shape of the product.</param>
    /// <param name="swapsOutput">Whether the product is the transpose of what the model computes.</param>
    /// <param name="addend">A matrix to add: a constant or the name of a tensor.</param>
    public void Product(FlowMatrix matrix, string[] operands, ImmutableArray<int> shape, bool swapsOutput = false, object? addend = null)
    {
        var isDirect = addend is null && !swapsOutput && shape.AsSpan().SequenceEqual(OutputShape().AsSpan());
        var target = isDirect ? builder.Define(node.Outputs[0]) : Flow.Add($"{node.Name}/product", shape, isOwn: false);
        Append(new FlowNode { Name = Flow.NodeName(node.Name, isOwn: true), Inputs = [.. operands], Output = target, Matrix = matrix });
        if (isDirect)
        {
            return;
        }

        target = swapsOutput ? Swapped("output", target) : target;
        var name = Flow.NodeName($"{node.Name}/{(addend is null ? "view" : "add")}", isOwn: false);
        var last = new FlowNode { Name = name, Operation = addend is null ? "Reshape" : "Add", Inputs = addend is string tensor ? [target, tensor] : [target], Output = builder.Define(node.Outputs[0]) };
        Append(last, addend is Tensor constant ? [("right", constant)] : []);
    }

    /// <summary>Lets an output be the same tensor as an input.</summary>
    public void Alias(int output, string tensor)
    {
        builder.Alias(node.Outputs[output], tensor);
        Flow.Folded.TryAdd(node.Name, Flow.Producer(tensor)?.Name ?? "");
    }

    /// <summary>States scale and zero point of a tensor; false when it has others already.</summary>
    public bool TryScale(string tensor, Tensor scale, Tensor? zero)
    {
        var stated = Scale(scale, zero);
        return Flow.Scales.TryAdd(tensor, stated) || Flow.Scales[tensor] == stated;
    }

    /// <summary>States scale and zero point of the last output that was defined.</summary>
    public void ScaleOutput(int scale, int zero)
    {
        var name = builder.Resolve(node.Outputs[0]);
        if (!TryScale(name, RequireConstant(scale), Constant(zero)))
        {
            throw new KernelException("its output has two scales");
        }
    }

    /// <summary>States scale and zero point of an input; a tensor with other ones is requantised.</summary>
    public string Scaled(int input, int scale, int zero)
    {
        var name = Input(input);
        if (TryScale(name, RequireConstant(scale), Constant(zero)))
        {
            return name;
        }

        var other = Helper("requantize", "Requantize", name, Flow.Shapes[name]);
        Flow.Scales.Add(other, Scale(RequireConstant(scale), Constant(zero)));
        return other;
    }

    /// <summary>Appends a finished operator.</summary>
    public FlowNode Append(FlowNode flowNode, params (string Name, object Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (value is Tensor tensor)
            {
                flowNode.Constants.Add(name, tensor);
            }
            else
            {
                flowNode.Attributes.Add(name, Text(value));
            }
        }

        Flow.Nodes.Add(flowNode);
        return flowNode;
    }

    /// <summary>Scale and zero point of constants, which must be single numbers.</summary>
    public static ScaleZero Scale(Tensor scale, Tensor? zero)
    {
        if (scale.Count != 1 || zero is { Count: not 1 } || !(scale.ToFloats()[0] > 0) || !float.IsFinite(scale.ToFloats()[0]))
        {
            throw new KernelException("activations need one positive scale and one zero point");
        }

        return zero is null or { Type: ElementType.UInt8 or ElementType.Int8 }
            ? new ScaleZero(scale.ToFloats()[0], (int)(zero?.ToIntegers()[0] ?? 0), zero?.Type != ElementType.Int8)
            : throw new KernelException($"activations of type {zero.Type} are not supported; expected 8 bits");
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        float single => single.ToString("R", CultureInfo.InvariantCulture),
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        System.Collections.IEnumerable list => string.Join(' ', list.Cast<object>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
