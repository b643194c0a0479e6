namespace Cimarron.Inference.Quantisation;

/// <summary>
/// Executes a quantised graph with plain loops written from the definitions: the referee of every faster execution. Holds weights only; runs are independent of each other.
/// </summary>
public sealed class IntegerReference
{
    private readonly QuantizedGraph graph;
    private readonly Dictionary<string, QuantizedTensor> tensors;
    private readonly Dictionary<string, int[]> weights;

    private readonly VectorRunner vectors;

    /// <summary>Prepares a graph.</summary>
    public IntegerReference(QuantizedGraph graph)
        : this(graph, ReferenceVector.Run)
    {
    }

    /// <summary>Prepares a graph whose vector operators another executes.</summary>
    internal IntegerReference(QuantizedGraph graph, VectorRunner vectors)
    {
        this.graph = graph;
        this.vectors = vectors;
        tensors = graph.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        weights = graph.Nodes.OfType<QuantizedMatrix>().Where(m => m.Stationary is null).ToDictionary(m => m.Name, ReferenceMatrix.CentredWeights, StringComparer.Ordinal);
    }

    /// <summary>Computes the bytes of a vector operator's output.</summary>
    internal delegate byte[] VectorRunner(QuantizedVector node, IReadOnlyDictionary<string, QuantizedTensor> tensors, IReadOnlyDictionary<string, byte[]> values);

    /// <summary>Computes the outputs.</summary>
    /// <param name="inputs">Bytes by name of the input in the model.</param>
    /// <param name="observe">Called with every tensor and its bytes, in order.</param>
    /// <param name="cancellationToken">Stops between operators.</param>
    /// <returns>Bytes by name of the output in the model.</returns>
    /// <exception cref="DiagnosticException">An input is missing or has the wrong size, a sum leaves 32 bits, or an operation is unknown.</exception>
    public IReadOnlyDictionary<string, byte[]> Run(
        IReadOnlyDictionary<string, byte[]> inputs, Action<QuantizedTensor, byte[]>? observe = null, CancellationToken cancellationToken = default)
    {
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var port in graph.Inputs)
        {
            var tensor = tensors[port.Tensor];
            values[port.Tensor] = inputs.TryGetValue(port.Name, out var bytes) && bytes.Length == tensor.Elements
                ? bytes
                : throw new DiagnosticException(Diagnostic.Error("CIM0851", $"{bytes?.Length ?? 0} bytes are given, expected {tensor.Elements}", field: $"input '{port.Name}'"));
            observe?.Invoke(tensor, bytes);
        }

        foreach (var node in graph.Nodes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            values[node.Output] = node switch
            {
                QuantizedMatrix matrix => Matrix(matrix, values),
                _ => vectors((QuantizedVector)node, tensors, values),
            };
            observe?.Invoke(tensors[node.Output], values[node.Output]);
        }

        return graph.Outputs.DistinctBy(o => o.Name).ToDictionary(o => o.Name, o => values[o.Tensor], StringComparer.Ordinal);
    }

    private byte[] Matrix(QuantizedMatrix matrix, Dictionary<string, byte[]> values)
    {
        var input = tensors[matrix.Input];
        var output = tensors[matrix.Output];
        var moving = Array.ConvertAll(values[matrix.Input], b => input.Integer(b) - input.ZeroPoint);
        var stationary = matrix.Stationary is null ? weights[matrix.Name] : ReferenceMatrix.CentredStationary(matrix, tensors[matrix.Stationary], values[matrix.Stationary]);
        var result = new byte[output.Elements];
        var multipliers = ReferenceMatrix.Multipliers(matrix, input, matrix.Stationary is null ? null : tensors[matrix.Stationary], output);
        if (matrix.Convolution is null)
        {
            ReferenceMatrix.Product(matrix, moving, stationary, multipliers, output, result);
        }
        else
        {
            ReferenceMatrix.Convolve(matrix, input.Shape[0], moving, stationary, multipliers, output, result);
        }

        return result;
    }
}
