namespace Cimarron.DualMode.Lowering;

/// <summary>Which vector operators compute every feature from the same feature of their inputs, so that they run with any part of a matrix operator.</summary>
internal static class Featurewise
{
    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "Relu", "Clip", "LeakyRelu", "PRelu", "Sigmoid", "Tanh", "Gelu", "Silu", "Swish", "HardSwish", "HardSigmoid", "Elu", "Selu", "Softplus", "Mish", "Erf", "Exp", "Sqrt", "Neg", "Abs", "Pow", "Reciprocal",
        "Add", "Sub", "Mul", "Div", "Max", "Min", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "BatchNormalization", "Identity", "Requantize", "QuantizeLinear", "DequantizeLinear", "Dropout", "Cast",
    };

    public static bool Contains(string operation) => Operators.Contains(operation);
}
