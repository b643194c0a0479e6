using System.Collections.Immutable;
using Cimarron.Inference.Graphs;

namespace Cimarron.Inference.Execution;

/// <summary>
/// Quantised operators, for models that hold them. QLinear operators are executed on the real values and rounded at the end; the bit-exact execution is
/// that of a quantised graph.
/// </summary>
internal static class QuantisedKernels
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table)
    {
        foreach (var domain in (string[])["", "com.microsoft:"])
        {
            table.Add($"{domain}QuantizeLinear", n => [Quantise(n, n[0], n[1], n.Optional(2), (int)n.Attributes.Integer("axis", 1))]);
            table.Add($"{domain}DequantizeLinear", n => [Dequantise(n[0], n[1], n.Optional(2), (int)n.Attributes.Integer("axis", 1))]);
        }

        table.Add("DynamicQuantizeLinear", Dynamic);
        table.Add("MatMulInteger", n => [Whole(MatrixKernels.Multiply(Centred(n[0], n.Optional(2)), Centred(n[1], n.Optional(3), 1), n.OutputShape()), ElementType.Int32)]);
        table.Add("ConvInteger", n => [Whole(MatrixKernels.Convolve(n, Centred(n[0], n.Optional(2)), Centred(n[1], n.Optional(3)), null), ElementType.Int32)]);
        table.Add("QLinearConv", Convolve);
        table.Add("QLinearMatMul", n => [Quantise(n, MatrixKernels.Multiply(Dequantise(n[0], n[1], n[2], 0), Dequantise(n[3], n[4], n[5], -1), n.OutputShape()), n[6], n[7], 0)]);
        table.Add("com.microsoft:QLinearAdd", n => Pair(n, (a, b) => a + b));
        table.Add("com.microsoft:QLinearMul", n => Pair(n, (a, b) => a * b));
    }

    /// <summary>(q − zero) · scale, per tensor or along an axis.</summary>
    public static Tensor Dequantise(Tensor source, Tensor scale, Tensor? zero, int axis)
    {
        var channel = Channels(source.Shape, scale.Count, axis);
        var q = source.IntegerArray;
        var (scales, zeros) = (scale.RealArray, zero?.IntegerArray);
        var result = new float[q.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var c = channel(i);
            result[i] = (q[i] - (zeros?[zeros.Length == 1 ? 0 : c] ?? 0)) * scales[c];
        }

        return Tensor.Of(result, source.Shape);
    }

    private static Tensor Quantise(KernelContext node, Tensor source, Tensor scale, Tensor? zero, int axis)
    {
        var stated = (int)node.Attributes.Integer("output_dtype", 0);
        var type = zero?.Type ?? (stated > 0 ? ValueDecoder.TypeOf(stated) : ElementType.UInt8) ?? throw new KernelException("the element type is not supported");
        if (type is not (ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16))
        {
            throw new KernelException($"quantisation to {type} is not supported");
        }

        var bits = 8 * type.Size();
        var isSigned = type is ElementType.Int8 or ElementType.Int16;
        var (low, high) = isSigned ? (-(1L << (bits - 1)), (1L << (bits - 1)) - 1) : (0, (1L << bits) - 1);
        var channel = Channels(source.Shape, scale.Count, axis);
        var (scales, zeros) = (scale.RealArray, zero?.IntegerArray);
        var result = new long[source.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var c = channel(i);
            var rounded = Math.Round(source.RealArray[i] / scales[c], MidpointRounding.ToEven);
            result[i] = (long)Math.Clamp(rounded + (zeros?[zeros.Length == 1 ? 0 : c] ?? 0), low, high);
        }

        return Tensor.Of(type, result, source.Shape);
    }

    private static Func<int, int> Channels(ImmutableArray<int> shape, int scales, int axis)
    {
        if (scales == 1)
        {
            return _ => 0;
        }

        var at = KernelContext.Axis(axis, shape.Length);
        var inner = shape.Skip(at + 1).Aggregate(1, (product, d) => product * d);
        return shape[at] == scales ? i => i / inner % scales : throw new KernelException($"{scales} scales do not fit axis {at} of [{string.Join(", ", shape)}]");
    }

    private static Tensor[] Dynamic(KernelContext node)
    {
        var source = node.Reals(0);
        var low = source.Aggregate(0f, Math.Min);
        var high = source.Aggregate(0f, Math.Max);
        var scale = (high - low) / 255;
        var zero = scale == 0 ? 0 : (long)Math.Clamp(MathF.Round(-low / scale, MidpointRounding.ToEven), 0, 255);
        var values = Array.ConvertAll(source, v => (long)Math.Clamp(MathF.Round(scale == 0 ? 0 : v / scale, MidpointRounding.ToEven) + zero, 0, 255));
        return [Tensor.Of(ElementType.UInt8, values, node[0].Shape), Tensor.Of([scale], []), Tensor.Of(ElementType.UInt8, [zero], [])];
    }

    private static Tensor Centred(Tensor source, Tensor? zero, int axisFromEnd = 0)
    {
        var zeros = zero?.IntegerArray ?? [0];
        var last = source.Shape.IsEmpty ? 1 : source.Shape[^1];
        if (zeros.Length > 1 && (axisFromEnd == 0 || zeros.Length != last))
        {
            throw new KernelException("zero points per channel are supported for columns of the right operand only");
        }

        return Tensor.Of([.. source.IntegerArray.Select((v, i) => (float)(v - zeros[zeros.Length == 1 ? 0 : i % last]))], source.Shape);
    }

    private static Tensor Whole(Tensor real, ElementType type) => Tensor.Of(type, Array.ConvertAll(real.RealArray, v => (long)v), real.Shape);

    private static Tensor[] Convolve(KernelContext node)
    {
        var input = Dequantise(node[0], node[1], node[2], 0);
        var weight = Dequantise(node[3], node[4], node[5], 0);
        var scales = node[4].RealArray;
        var inputScale = node.Reals(1)[0];
        var bias = node.Optional(8)?.IntegerArray.Select((b, i) => b * inputScale * scales[scales.Length == 1 ? 0 : i]).ToArray();
        return [Quantise(node, MatrixKernels.Convolve(node, input, weight, bias), node[6], node[7], 0)];
    }

    private static Tensor[] Pair(KernelContext node, Func<float, float, float> function)
    {
        var left = Dequantise(node[0], node[1], node.Optional(2), 0);
        var right = Dequantise(node[3], node[4], node.Optional(5), 0);
        return [Quantise(node, BinaryKernels.Apply(left, right, function), node[6], node.Optional(7) ?? Tensor.Of(node[0].Type, [0], []), 0)];
    }
}
