using System.Collections.Immutable;
using Cimarron.Inference;
using Cimarron.Inference.Arrays;
using Cimarron.Inference.Graphs;

namespace Cimarron.Tool.Commands;

/// <summary>Inputs of a network from an NPZ file: an array per input, several samples along the first axis; and labels, if there are any.</summary>
internal sealed class InputArrays
{
    private static readonly string[] LabelNames = ["labels", "label", "y", "y_test", "targets"];

    private readonly IReadOnlyDictionary<string, NpyArray> _arrays;
    private readonly float _scale;

    private InputArrays(IReadOnlyDictionary<string, NpyArray> arrays, float scale) => (_arrays, _scale) = (arrays, scale);

    /// <summary>Labels of the samples; null when there are none.</summary>
    public long[]? Labels => _arrays.FirstOrDefault(a => LabelNames.Contains(a.Key, StringComparer.OrdinalIgnoreCase) && a.Value.Shape.Length == 1).Value?.ToIntegers();

    public static InputArrays Read(string file, float scale) => new(NpzFile.Read(file), scale);

    /// <summary>Samples for all inputs of a model.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="file">The file, for messages.</param>
    public List<IReadOnlyDictionary<string, Tensor>> Samples(ValueGraph graph, int most, string file)
    {
        var perInput = graph.Inputs.Select(i => (Input: i, Samples: Samples(i.Name, i.Shape, graph.Inputs.Length == 1, file))).ToArray();
        var count = Math.Min(most, perInput.Min(p => p.Samples.Count));
        return [.. Enumerable.Range(0, count).Select(s => (IReadOnlyDictionary<string, Tensor>)perInput.ToDictionary(p => p.Input.Name, p => p.Samples[s], StringComparer.Ordinal))];
    }

    /// <summary>The samples of an input.</summary>
    /// <param name="name">Its name; with a single input any array but the labels will do.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="isOnly">Whether it is the only input.</param>
    /// <param name="file">The file, for messages.</param>
    public IReadOnlyList<Tensor> Samples(string name, ImmutableArray<int> shape, bool isOnly, string file)
    {
        var array = _arrays.TryGetValue(name, out var exact) ? exact : isOnly ? _arrays.FirstOrDefault(a => !LabelNames.Contains(a.Key, StringComparer.OrdinalIgnoreCase)).Value : null;
        if (array is null)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0817", $"there is no array for the input '{name}'; the file has {string.Join(", ", _arrays.Keys)}", file, hint: "name the arrays like the inputs"));
        }

        var size = shape.Aggregate(1L, (product, d) => checked(product * d));
        if (array.Count == 0 || array.Count % size != 0)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0817", $"an array of [{string.Join(',', array.Shape)}] is no whole number of samples of [{string.Join(',', shape)}]", file, field: $"input '{name}'", hint: "put samples along the first axis"));
        }

        var values = array.ToFloats();
        if (!array.Type.IsReal())
        {
            values = Array.ConvertAll(values, v => v * _scale);
        }

        return [.. Enumerable.Range(0, (int)(array.Count / size)).Select(s => Tensor.Of(values[(int)(s * size)..(int)((s + 1) * size)], shape))];
    }
}
