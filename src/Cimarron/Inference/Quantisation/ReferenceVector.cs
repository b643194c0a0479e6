using Cimarron.Inference.Execution;

namespace Cimarron.Inference.Quantisation;

/// <summary>Vector operators of the reference, in double precision.</summary>
internal static class ReferenceVector
{
    /// <summary>The bytes of a vector operator's output.</summary>
    public static byte[] Run(QuantizedVector node, IReadOnlyDictionary<string, QuantizedTensor> tensors, IReadOnlyDictionary<string, byte[]> values)
    {
        var output = tensors[node.Output];
        RealArray[] inputs = [.. node.Inputs.Select(i => new RealArray(tensors[i].Shape, Array.ConvertAll(values[i], b => tensors[i].Real(b))))];
        var result = Compute(new VectorArguments(node, inputs, output));
        return Array.ConvertAll(result.Values, output.Quantize);
    }

    private static RealArray Compute(VectorArguments a) => a.Node.Operation switch
    {
        "Relu" => Map(a, x => Math.Max(x, 0)),
        "Clip" => Map(a, x => Math.Min(a.Number("max", double.PositiveInfinity), Math.Max(a.Number("min", double.NegativeInfinity), x))),
        "LeakyRelu" => Map(a, x => x < 0 ? a.Number("alpha", 0.01) * x : x),
        "Sigmoid" => Map(a, SpecialFunctions.Sigmoid),
        "Tanh" => Map(a, Math.Tanh),
        "Gelu" => Map(a, a.Node.Attributes.GetValueOrDefault("approximate") == "tanh" ? SpecialFunctions.GeluTanh : SpecialFunctions.Gelu),
        "Silu" => Map(a, x => x * SpecialFunctions.Sigmoid(x)),
        "HardSwish" => Map(a, x => x * Math.Min(1, Math.Max(0, (x / 6) + 0.5))),
        "HardSigmoid" => Map(a, x => Math.Min(1, Math.Max(0, (a.Number("alpha", 0.2) * x) + a.Number("beta", 0.5)))),
        "Erf" => Map(a, SpecialFunctions.Erf),
        "Exp" => Map(a, Math.Exp),
        "Sqrt" => Map(a, Math.Sqrt),
        "Neg" => Map(a, x => -x),
        "Abs" => Map(a, Math.Abs),
        "Add" => Pair(a, (x, y) => x + y),
        "Sub" => Pair(a, (x, y) => x - y),
        "Mul" => Pair(a, (x, y) => x * y),
        "Div" => Pair(a, (x, y) => x / y),
        "Identity" or "Requantize" or "Reshape" or "Flatten" => new RealArray(a.Output.Shape, a.First.Values),
        "Transpose" => Transpose(a),
        "Concat" => Concat(a),
        "Slice" => Slice(a),
        "Pad" => Pad(a),
        "MaxPool" or "AveragePool" or "GlobalAveragePool" or "GlobalMaxPool" or "ReduceMean" => ReferencePool.Compute(a),
        "Softmax" or "LayerNormalization" or "RMSNormalization" or "BatchNormalization" => ReferenceNorm.Compute(a),
        _ => throw a.Failure("is not an operation of quantised graphs"),
    };

    private static RealArray Map(VectorArguments a, Func<double, double> function) => new(a.First.Shape, Array.ConvertAll(a.First.Values, x => function(x)));

    private static RealArray Pair(VectorArguments a, Func<double, double, double> function)
    {
        var left = a.Constant("left") ?? a.First;
        var right = a.Constant("right") ?? a.Inputs[^1];
        return RealArray.From(a.Output.Shape, index => function(left.At(index), right.At(index)));
    }

    private static RealArray Transpose(VectorArguments a)
    {
        var order = a.Integers("perm");
        return RealArray.From(a.Output.Shape, index =>
        {
            var source = new int[index.Length];
            for (var i = 0; i < index.Length; i++)
            {
                source[order[i]] = index[i];
            }

            return a.First.At(source);
        });
    }

    private static RealArray Concat(VectorArguments a)
    {
        var axis = a.Integer("axis", 0);
        return RealArray.From(a.Output.Shape, index =>
        {
            var source = (int[])index.Clone();
            foreach (var part in a.Inputs)
            {
                if (source[axis] < part.Shape[axis])
                {
                    return part.At(source);
                }

                source[axis] -= part.Shape[axis];
            }

            throw a.Failure("has parts that do not add up");
        });
    }

    private static RealArray Slice(VectorArguments a)
    {
        var (starts, axes, steps) = (a.Integers("starts"), a.Integers("axes"), a.Integers("steps"));
        return RealArray.From(a.Output.Shape, index =>
        {
            var source = (int[])index.Clone();
            for (var i = 0; i < axes.Length; i++)
            {
                source[axes[i]] = starts[i] + (index[axes[i]] * steps[i]);
            }

            return a.First.At(source);
        });
    }

    private static RealArray Pad(VectorArguments a)
    {
        var pads = a.Integers("pads");
        var value = a.Number("value", 0);
        return RealArray.From(a.Output.Shape, index =>
        {
            var source = new int[index.Length];
            for (var i = 0; i < index.Length; i++)
            {
                source[i] = index[i] - pads[i];
                if (source[i] < 0 || source[i] >= a.First.Shape[i])
                {
                    return value;
                }
            }

            return a.First.At(source);
        });
    }
}
