using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.Inference.Execution;

/// <summary>Matrix products and convolutions.</summary>
internal static class MatrixKernels
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, Kernel> table)
    {
        table.Add("Conv", n => [Convolve(n, n[0], n[1], n.Optional(2)?.RealArray)]);
        table.Add("Gemm", Gemm);
        table.Add("MatMul", n => [Multiply(n[0], n[1], n.OutputShape())]);
    }

    /// <summary>A convolution with the geometry that the import has found.</summary>
    public static Tensor Convolve(KernelContext node, Tensor input, Tensor weight, float[]? bias)
    {
        var layer = node.Node.Node.Layer ?? throw new KernelException("only convolutions over one or two spatial axes are supported");
        var batch = input.Shape[0];
        var (reduction, pixels) = (layer.C * layer.R * layer.S, layer.P * layer.Q);
        var columns = new float[checked(reduction * pixels)];
        var result = new float[checked(batch * layer.G * layer.K * pixels)];
        var (imageSize, weightSize, resultSize) = (layer.C * layer.H * layer.W, layer.K * reduction, layer.K * pixels);
        for (var i = 0; i < batch * layer.G; i++)
        {
            var group = i % layer.G;
            Unfolding.Fill(layer, input.Reals.Slice(i * imageSize, imageSize), columns);
            var target = result.AsSpan(i * resultSize, resultSize);
            MatrixProduct.Multiply(weight.Reals.Slice(group * weightSize, weightSize), columns, target, layer.K, reduction, pixels);
            for (var k = 0; bias is not null && k < layer.K; k++)
            {
                var b = bias[(group * layer.K) + k];
                foreach (ref var v in target.Slice(k * pixels, pixels))
                {
                    v += b;
                }
            }
        }

        return Tensor.Of(result, node.OutputShape());
    }

    /// <summary>A batched, broadcasting product.</summary>
    public static Tensor Multiply(Tensor left, Tensor right, ImmutableArray<int> output)
    {
        var a = left.Shape.Length == 1 ? left.Reshaped([1, .. left.Shape]) : left;
        var b = right.Shape.Length == 1 ? right.Reshaped([.. right.Shape, 1]) : right;
        var (m, k, n) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        var batch = Broadcasting.Shape(a.Shape[..^2], b.Shape[..^2]);
        var count = batch.Aggregate(1, (product, d) => product * d);
        var leftOf = Broadcasting.Map(a.Shape[..^2], batch);
        var rightOf = Broadcasting.Map(b.Shape[..^2], batch);
        var result = new float[checked(count * m * n)];
        for (var i = 0; i < count; i++)
        {
            var (l, r) = (leftOf?[i] ?? i, rightOf?[i] ?? i);
            MatrixProduct.Multiply(a.Reals.Slice(l * m * k, m * k), b.Reals.Slice(r * k * n, k * n), result.AsSpan(i * m * n, m * n), m, k, n);
        }

        return Tensor.Of(result, output);
    }

    private static Tensor[] Gemm(KernelContext node)
    {
        var a = node.Attributes.Integer("transA", 0) == 0 ? node[0] : ShapeKernels.Transpose(node[0], null);
        var b = node.Attributes.Integer("transB", 0) == 0 ? node[1] : ShapeKernels.Transpose(node[1], null);
        var (alpha, beta) = (node.Attributes.Real("alpha", 1), node.Attributes.Real("beta", 1));
        var product = Multiply(a, b, node.OutputShape());
        if (alpha != 1)
        {
            product = Tensor.Of(Array.ConvertAll(product.RealArray, v => alpha * v), product.Shape);
        }

        return node.Optional(2) is { } c && beta != 0 ? [BinaryKernels.Apply(product, c, (x, y) => x + (beta * y))] : [product];
    }
}
