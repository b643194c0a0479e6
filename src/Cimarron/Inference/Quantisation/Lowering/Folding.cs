namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Moves normalisations, additions and multiplications by constants into the weights and the bias of the product before them.</summary>
internal static class Folding
{
    /// <summary>Folds until nothing more can be.</summary>
    public static void Apply(Flow flow)
    {
        for (var i = 0; i < flow.Nodes.Count; i++)
        {
            var product = flow.Nodes[i];
            while (product.Matrix is { Weight: not null } && flow.HasOneReader(product.Output) && Factors(flow, product, flow.Readers(product.Output).First()) is { } factors)
            {
                Fold(flow, product, flow.Readers(product.Output).First(), factors);
            }
        }
    }

    private static void Fold(Flow flow, FlowNode product, FlowNode node, (double[] Scale, double[] Shift) factors)
    {
        var matrix = product.Matrix!;
        var perGroup = matrix.Reduction * matrix.Columns;
        matrix.Weight = [.. matrix.Weight!.Select((w, i) => (float)(w * factors.Scale[(i / perGroup * matrix.Columns) + (i % matrix.Columns)]))];
        matrix.Bias = [.. factors.Shift.Select((shift, k) => ((matrix.Bias?[k] ?? 0) * factors.Scale[k]) + shift)];
        product.Output = node.Output;
        flow.Nodes.Remove(node);
        flow.Folded[node.Name] = product.Name;
    }

    /// <summary>What a node multiplies every column with and adds to it; null when it does something else.</summary>
    private static (double[] Scale, double[] Shift)? Factors(Flow flow, FlowNode product, FlowNode node)
    {
        var columns = product.Matrix!.Groups * product.Matrix.Columns;
        if (node.Operation == "BatchNormalization" && flow.Shapes[node.Output][1] == columns && (product.Matrix.Convolution is not null || flow.Shapes[node.Output].Length == 2))
        {
            return Normalisation(node);
        }

        if (node.Inputs.Count != 1 || !flow.Shapes[node.Output].AsSpan().SequenceEqual(flow.Shapes[product.Output].AsSpan()) || flow.Scales.ContainsKey(product.Output))
        {
            return null;
        }

        var isLeft = node.Constants.ContainsKey("left");
        if (node.Constants.Values.FirstOrDefault() is not { } constant || PerColumn(flow, product, constant, columns) is not { } c)
        {
            return null;
        }

        return (node.Operation, isLeft) switch
        {
            ("Add", _) => (Array.ConvertAll(c, _ => 1.0), c),
            ("Sub", false) => (Array.ConvertAll(c, _ => 1.0), Array.ConvertAll(c, v => -v)),
            ("Sub", true) => (Array.ConvertAll(c, _ => -1.0), c),
            ("Mul", _) => (c, new double[columns]),
            ("Div", false) when c.All(v => v != 0) => (Array.ConvertAll(c, v => 1 / v), new double[columns]),
            _ => null,
        };
    }

    private static (double[] Scale, double[] Shift) Normalisation(FlowNode node)
    {
        var epsilon = double.Parse(node.Attributes["epsilon"]);
        var (scale, bias, mean, variance) = (node.Constants["scale"].Reals.ToArray(), node.Constants["bias"].Reals.ToArray(), node.Constants["mean"].Reals.ToArray(), node.Constants["var"].Reals.ToArray());
        var factor = scale.Select((s, k) => s / Math.Sqrt(variance[k] + epsilon)).ToArray();
        return (factor, [.. factor.Select((f, k) => bias[k] - (mean[k] * f))]);
    }

    /// <summary>A constant as one number per column; null when it differs along another axis.</summary>
    private static double[]? PerColumn(Flow flow, FlowNode product, Tensor constant, int columns)
    {
        var rank = flow.Shapes[product.Output].Length;
        var axis = product.Matrix!.Convolution is not null ? 1 : product.Matrix.Groups == 1 ? rank - 1 : -1;
        var values = constant.ToFloats();
        if (values.Length == 1)
        {
            return [.. Enumerable.Repeat((double)values[0], columns)];
        }

        var at = axis - rank + constant.Shape.Length;
        return axis >= 0 && at >= 0 && values.Length == columns && constant.Shape[at] == columns ? Array.ConvertAll(values, v => (double)v) : null;
    }
}
