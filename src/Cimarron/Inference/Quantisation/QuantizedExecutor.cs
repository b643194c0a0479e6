using System.Collections.Immutable;

namespace Cimarron.Inference.Quantisation;

/// <summary>
/// Executes a quantised graph as <see cref="IntegerReference"/> does, byte for byte, but faster: an operator on single elements is a table of the reference's 256 answers, and pools of images compare bytes.
/// Runs are independent of each other.
/// </summary>
public sealed class QuantizedExecutor
{
    private static readonly ImmutableHashSet<string> Pointwise =
    [
        "Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh", "Gelu", "Silu", "HardSwish", "HardSigmoid", "Erf", "Exp", "Sqrt", "Neg", "Abs", "Identity", "Requantize", "Reshape", "Flatten",
    ];

    private readonly IntegerReference reference;
    private readonly Dictionary<string, byte[]> tables = new(StringComparer.Ordinal);

    /// <summary>Prepares a graph.</summary>
    public QuantizedExecutor(QuantizedGraph graph)
    {
        reference = new IntegerReference(graph, Run);
        var tensors = graph.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (var node in graph.Nodes.OfType<QuantizedVector>())
        {
            if (Pointwise.Contains(node.Operation))
            {
                tables[node.Name] = Table(node, tensors);
            }
            else if (node.Operation == "MaxPool" && tensors[node.Output].Shape.Length == 4)
            {
                // Quantisation keeps the order of numbers, so that the largest byte may be converted after it was found.
                tables[node.Name] = Table(node with { Operation = "Identity" }, tensors);
            }
        }
    }

    /// <summary>Computes the outputs; everything is as in <see cref="IntegerReference.Run"/>.</summary>
    public IReadOnlyDictionary<string, byte[]> Run(
        IReadOnlyDictionary<string, byte[]> inputs, Action<QuantizedTensor, byte[]>? observe = null, CancellationToken cancellationToken = default) => reference.Run(inputs, observe, cancellationToken);

    /// <summary>The answers of an operator on single elements to every byte.</summary>
    private static byte[] Table(QuantizedVector node, Dictionary<string, QuantizedTensor> tensors)
    {
        var every = new Dictionary<string, QuantizedTensor>(StringComparer.Ordinal);
        foreach (var name in (string[])[node.Inputs[0], node.Output])
        {
            every[name] = tensors[name] with { Shape = [256] };
        }

        var bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [node.Inputs[0]] = [.. Enumerable.Range(0, 256).Select(b => (byte)b)] };
        return ReferenceVector.Run(node with { Inputs = [node.Inputs[0]] }, every, bytes);
    }

    private byte[] Run(QuantizedVector node, IReadOnlyDictionary<string, QuantizedTensor> tensors, IReadOnlyDictionary<string, byte[]> values)
    {
        if (!tables.TryGetValue(node.Name, out var table))
        {
            return ReferenceVector.Run(node, tensors, values);
        }

        var source = values[node.Inputs[0]];
        var largest = node.Operation == "MaxPool" ? Largest(node, tensors[node.Inputs[0]], tensors[node.Output], source) : source;
        return largest is null ? ReferenceVector.Run(node, tensors, values) : Array.ConvertAll(largest, b => table[b]);
    }

    /// <summary>The largest byte of every window; null if a window lies outside of the image.</summary>
    private static byte[]? Largest(QuantizedVector node, QuantizedTensor input, QuantizedTensor output, byte[] source)
    {
        var window = new VectorArguments(node, [], output);
        var (kernel, strides, dilations, pads) = (window.Integers("kernel_shape"), window.Integers("strides", 1, 2), window.Integers("dilations", 1, 2), window.Integers("pads", 0, 4));
        var (height, width, rows, columns) = (input.Shape[2], input.Shape[3], output.Shape[2], output.Shape[3]);
        var flip = (byte)(input.IsUnsigned ? 0 : 0x80);
        var result = new byte[output.Elements];
        for (var i = 0; i < result.Length; i++)
        {
            var (plane, top, left) = (i / (rows * columns) * height, (i / columns % rows * strides[0]) - pads[0], (i % columns * strides[1]) - pads[1]);
            var best = -1;
            for (var r = 0; r < kernel[0]; r++)
            {
                var y = top + (r * dilations[0]);
                for (var s = 0; s < kernel[1] && y >= 0 && y < height; s++)
                {
                    var x = left + (s * dilations[1]);
                    best = x >= 0 && x < width ? Math.Max(best, source[((plane + y) * width) + x] ^ flip) : best;
                }
            }

            if (best < 0)
            {
                return null;
            }

            result[i] = (byte)(best ^ flip);
        }

        return result;
    }
}
