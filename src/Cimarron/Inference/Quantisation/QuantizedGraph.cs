using System.Collections.Immutable;

namespace Cimarron.Inference.Quantisation;

/// <summary>A network of 8-bit tensors, weights and operators with exactly defined arithmetic.</summary>
public sealed record QuantizedGraph
{
    /// <summary>Name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of the network.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Every tensor, inputs first, then in the order of production; names are unique.</summary>
    public required ImmutableArray<QuantizedTensor> Tensors { get; init; }

    /// <summary>The operators in topological order; names are unique.</summary>
    public required ImmutableArray<QuantizedNode> Nodes { get; init; }

    /// <summary>Inputs.</summary>
    public required ImmutableArray<QuantizedPort> Inputs { get; init; }

    /// <summary>Outputs.</summary>
    public required ImmutableArray<QuantizedPort> Outputs { get; init; }

    /// <summary>Nodes of the network that are part of another node here, with that node, or with nothing when they vanished.</summary>
    public ImmutableSortedDictionary<string, string> Folded { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A tensor by name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public QuantizedTensor Tensor(string name) => Tensors.FirstOrDefault(t => t.Name == name) ?? throw new KeyNotFoundException($"no tensor '{name}'");

    /// <summary>The bytes of an input.</summary>
    /// <param name="name">Name of the input in the model.</param>
    /// <param name="values">Its values: real, or integers of the quantised type where the model expects those.</param>
    /// <exception cref="DiagnosticException">There is no such input, or the number of values is wrong.</exception>
    public byte[] QuantizeInput(string name, Tensor values)
    {
        var port = Inputs.FirstOrDefault(i => i.Name == name) ?? throw Failure(name, $"the model's inputs are {string.Join(", ", Inputs.Select(i => i.Name))}");
        var tensor = Tensor(port.Tensor);
        if (values.Count != tensor.Elements)
        {
            throw Failure(name, $"{values.Count} values are given, expected {tensor.Elements}");
        }

        return values.IsReal ? Array.ConvertAll(values.RealArray, v => tensor.Quantize(v)) : Array.ConvertAll(values.IntegerArray, v => unchecked((byte)v));
    }

    /// <summary>The real values of an output.</summary>
    /// <param name="name">Name of the output in the model.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="DiagnosticException">There is no such output, or the number of bytes is wrong.</exception>
    public float[] DequantizeOutput(string name, byte[] bytes)
    {
        var port = Outputs.FirstOrDefault(o => o.Name == name) ?? throw Failure(name, $"the model's outputs are {string.Join(", ", Outputs.Select(o => o.Name))}");
        var tensor = Tensor(port.Tensor);
        return bytes.Length == tensor.Elements
            ? Array.ConvertAll(bytes, b => (float)tensor.Real(b))
            : throw Failure(name, $"{bytes.Length} bytes are given, expected {tensor.Elements}");
    }

    private static DiagnosticException Failure(string name, string message) => new(Diagnostic.Error("CIM0851", message, field: $"tensor '{name}'"));
}
