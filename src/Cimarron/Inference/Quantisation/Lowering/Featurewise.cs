namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Whether a feature of an operator's output depends on the same feature of its inputs alone.</summary>
internal static class Featurewise
{
    private static readonly HashSet<string> Elementwise =
    [
        "Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh", "Gelu", "Silu", "HardSwish", "HardSigmoid", "Erf", "Exp", "Sqrt", "Neg", "Abs",
        "Add", "Sub", "Mul", "Div", "Identity", "Requantize",
    ];

    /// <summary>Decides for a vector operator.</summary>
    public static bool Is(string operation, IReadOnlyDictionary<string, string> attributes, IReadOnlyList<QuantizedTensor> inputs, QuantizedTensor output)
    {
        if (inputs.Any(i => i.Features != output.Features))
        {
            return false;
        }

        if (Elementwise.Contains(operation))
        {
            return inputs.All(i => i.Layout == output.Layout && i.Shape.AsSpan().SequenceEqual(output.Shape.AsSpan()));
        }

        return operation switch
        {
            "MaxPool" or "AveragePool" or "GlobalAveragePool" or "GlobalMaxPool" => output.Layout == QuantizedLayout.Channels,
            "BatchNormalization" => output.Layout == QuantizedLayout.Channels || output.Shape.Length == 2,
            "Reshape" or "Flatten" => KeepsFeatures(inputs[0], output),
            "ReduceMean" => ReducesOthers(attributes, inputs[0], output),
            _ => false,
        };
    }

    /// <summary>A view keeps features when both sides have them last, or images of one pixel become rows.</summary>
    private static bool KeepsFeatures(QuantizedTensor input, QuantizedTensor output) => (input.Layout, output.Layout) switch
    {
        (QuantizedLayout.Trailing, QuantizedLayout.Trailing) => true,
        (QuantizedLayout.Channels, QuantizedLayout.Trailing) => input.Shape.Skip(2).All(d => d == 1),
        (QuantizedLayout.Trailing, QuantizedLayout.Channels) => output.Shape.Skip(2).All(d => d == 1),
        (QuantizedLayout.Channels, QuantizedLayout.Channels) => input.Shape[0] == output.Shape[0],
        _ => false,
    };

    private static bool ReducesOthers(IReadOnlyDictionary<string, string> attributes, QuantizedTensor input, QuantizedTensor output)
    {
        var axes = attributes["axes"].Split(' ').Select(int.Parse).ToHashSet();
        var feature = input.Layout switch { QuantizedLayout.Channels => 1, QuantizedLayout.Trailing => input.Shape.Length - 1, _ => -1 };
        return feature >= 0 && !axes.Contains(feature)
            && (output.Layout == input.Layout ? attributes["keepdims"] == "1" || feature == input.Shape.Length - 1 : output.Shape.Length == 2 && output.Layout == QuantizedLayout.Trailing && output.Shape[0] == input.Shape[0]);
    }
}
