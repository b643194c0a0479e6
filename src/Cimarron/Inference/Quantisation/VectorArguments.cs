namespace Cimarron.Inference.Quantisation;

/// <summary>What a vector operator of the reference reads.</summary>
/// <param name="Node">The operator.</param>
/// <param name="Inputs">Its real inputs.</param>
/// <param name="Output">Its output.</param>
internal sealed record VectorArguments(QuantizedVector Node, IReadOnlyList<RealArray> Inputs, QuantizedTensor Output)
{
    /// <summary>The first input.</summary>
    public RealArray First => Inputs[0];

    /// <summary>A number.</summary>
    public double Number(string name, double otherwise) => Node.Attributes.TryGetValue(name, out var text) ? double.Parse(text) : otherwise;

    /// <summary>An integer.</summary>
    public int Integer(string name, int otherwise) => Node.Attributes.TryGetValue(name, out var text) ? int.Parse(text) : otherwise;

    /// <summary>A list of integers.</summary>
    public int[] Integers(string name) =>
        [.. (Node.Attributes.TryGetValue(name, out var text) ? text : throw Failure($"needs the attribute '{name}'")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    /// <summary>A list of integers, or one repeated.</summary>
    public int[] Integers(string name, int otherwise, int count) => Node.Attributes.ContainsKey(name) ? Integers(name) : [.. Enumerable.Repeat(otherwise, count)];

    /// <summary>A constant array, or null.</summary>
    public RealArray? Constant(string name) => Node.Attributes.TryGetValue(name, out var text)
        ? new RealArray(Node.Constants[text[1..]].Shape, [.. Node.Constants[text[1..]].Values.Select(v => (double)v)])
        : null;

    /// <summary>A problem of this operator.</summary>
    public DiagnosticException Failure(string message) => new(Diagnostic.Error("CIM0853", $"{Node.Operation} {message}", field: $"node '{Node.Name}'"));
}
