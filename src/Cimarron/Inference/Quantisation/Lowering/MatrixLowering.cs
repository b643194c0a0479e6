using System.Collections.Immutable;
using Cimarron.Inference.Execution;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Convolutions and products.</summary>
internal static class MatrixLowering
{
    private static readonly MatrixSource Real = new(1, 2, IsQuantised: false);

    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, LoweringRule> table)
    {
        table.Add("Conv", n => Convolve(n, Real));
        table.Add("Gemm", n => Gemm(n, Real));
        table.Add("MatMul", n => Multiply(n, Real with { Bias = -1 }));
        table.Add("QLinearConv", n => Scaled(n, 6, 7, () => Convolve(n, new MatrixSource(3, 8, IsQuantised: true))));
        table.Add("QLinearMatMul", n => Scaled(n, 6, 7, () => Multiply(n, new MatrixSource(3, -1, IsQuantised: true))));
        table.Add("com.microsoft:QGemm", n => Scaled(n, 7, 8, () => Gemm(n, new MatrixSource(3, 6, IsQuantised: true))));
    }

    private static void Scaled(FlowContext node, int scale, int zero, Action lower)
    {
        lower();
        node.ScaleOutput(scale, zero);
    }

    private static void Convolve(FlowContext node, MatrixSource source)
    {
        var layer = node.Node.Node.Layer ?? throw new KernelException("only convolutions over one or two spatial axes are supported");
        if (!source.IsStatic(node))
        {
            throw new KernelException("weights of a convolution must be constant");
        }

        var shape = node.ShapeOf(0);
        var reduction = layer.C * layer.R * layer.S;
        var reader = new WeightReader(layer.G, reduction, layer.K, (g, n, k) => (((g * layer.K) + k) * reduction) + n);
        var matrix = source.Matrix(node, shape[0] * layer.P * layer.Q, reader, layer);

        // A 1-D convolution runs along the height of an image of width 1.
        var input = shape.Length == 4 ? source.Input(node) : node.View("input", source.Input(node), [.. shape, 1]);
        node.Product(matrix, [input], [shape[0], layer.G * layer.K, layer.P, layer.Q]);
    }

    private static void Gemm(FlowContext node, MatrixSource source)
    {
        var (a, b) = (node.ShapeOf(0), node.ShapeOf(source.Weight));
        var swapsLeft = node.Attributes.Integer("transA", 0) != 0;
        var swapsRight = node.Attributes.Integer("transB", 0) != 0;
        var (rows, reduction, columns) = (a[swapsLeft ? 1 : 0], a[swapsLeft ? 0 : 1], b[swapsRight ? 0 : 1]);
        var (alpha, beta) = (node.Attributes.Real("alpha", 1), node.Attributes.Real("beta", 1));
        var input = swapsLeft ? node.Swapped("input", source.Input(node)) : source.Input(node);
        var hasBias = node.Node.Input(source.Bias) is not null && beta != 0;
        var isBias = hasBias && node.Constant(source.Bias) is { } c && MatrixSource.IsBias(c, columns);
        object? addend = hasBias && !isBias ? Addend(node, source, beta) : null;
        if (source.IsStatic(node))
        {
            var reader = new WeightReader(1, reduction, columns, swapsRight ? (_, n, k) => (k * reduction) + n : (_, n, k) => (n * columns) + k);
            node.Product((source with { Bias = isBias ? source.Bias : -1 }).Matrix(node, rows, reader, null, alpha, beta), [input], [rows, columns], addend: addend);
            return;
        }

        if (alpha != 1 || isBias)
        {
            throw new KernelException("a product of two tensors supports neither alpha nor a constant bias");
        }

        var stationary = node.View("stationary", source.Stationary(node), [1, .. b]);
        node.Product(new FlowMatrix { Rows = rows, Reduction = reduction, Columns = columns, Groups = 1, IsTransposed = swapsRight }, [input, stationary], [rows, columns], addend: addend);
    }

    private static object Addend(FlowContext node, MatrixSource source, float beta) => beta != 1 || source.IsQuantised
        ? throw new KernelException("only a bias per column can be scaled")
        : node.Constant(source.Bias) is { } constant ? constant : node.Input(source.Bias);

    private static void Multiply(FlowContext node, MatrixSource source)
    {
        var (a, b) = (node.ShapeOf(0), node.ShapeOf(source.Weight));
        if (a.Length == 1 || b.Length == 1)
        {
            throw new KernelException("products with vectors are not supported");
        }

        if (node.Constant(0) is not null)
        {
            MultiplyLeft(node, source, a, b);
            return;
        }

        var (rows, reduction, columns) = (a[^2], a[^1], b[^1]);
        var groups = Product(b[..^2]);
        var batch = Product(a[..^2]);
        if (groups != 1 && !a[..^2].AsSpan().SequenceEqual(b[..^2].AsSpan()))
        {
            throw new KernelException($"products of [{string.Join(", ", a)}] by [{string.Join(", ", b)}] that share operands over a part of the batch are not supported");
        }

        // Batch dimensions over which the stationary operand is constant only add rows to the moving one.
        var moving = groups == 1 ? a : [groups, rows, reduction];
        ImmutableArray<int> result = groups == 1 ? [.. a[..^1], columns] : [groups, rows, columns];
        var input = node.View("input", source.Input(node), moving);
        rows = groups == 1 ? batch * rows : rows;
        if (source.IsStatic(node))
        {
            node.Product(source.Matrix(node, rows, new WeightReader(groups, reduction, columns, (g, n, k) => (((g * reduction) + n) * columns) + k)), [input], result);
            return;
        }

        var (name, isTransposed) = Untransposed(node, source.Stationary(node));
        var stationary = node.View("stationary", name, isTransposed ? [groups, columns, reduction] : [groups, reduction, columns]);
        node.Product(new FlowMatrix { Rows = rows, Reduction = reduction, Columns = columns, Groups = groups, IsTransposed = isTransposed }, [input, stationary], result);
    }

    /// <summary>L·X with a constant L is (Xᵀ·Lᵀ)ᵀ: the same work with static weights.</summary>
    private static void MultiplyLeft(FlowContext node, MatrixSource source, ImmutableArray<int> a, ImmutableArray<int> b)
    {
        if (source.IsQuantised || a.Length != 2 || source.IsStatic(node))
        {
            throw new KernelException("a constant left operand must be a real matrix");
        }

        var (rows, reduction, columns) = (a[0], a[1], b[^1]);
        var reader = new WeightReader(1, reduction, rows, (_, n, k) => (k * reduction) + n);
        var matrix = new FlowMatrix { Rows = Product(b[..^2]) * columns, Reduction = reduction, Columns = rows, Groups = 1, Weight = reader.Real(node.RequireConstant(0)) };
        node.Product(matrix, [node.Swapped("input", node.Input(1))], [.. b[..^2], columns, rows], swapsOutput: true);
    }

    /// <summary>
    /// A stationary operand as it lies before a transposition that moves its features away from the last axis, e.g. K before Kᵀ: chips write such an operand by columns
    /// instead of moving it.
    /// </summary>
    private static (string Name, bool IsTransposed) Untransposed(FlowContext node, string tensor)
    {
        if (node.Flow.Producer(tensor) is not { Operation: "Transpose" } producer || node.Flow.Scales.ContainsKey(tensor))
        {
            return (tensor, false);
        }

        var order = producer.Attributes["perm"].Split(' ').Select(int.Parse).ToArray();
        if (order[^2] != order.Length - 1)
        {
            return (tensor, false);
        }

        node.Flow.Bypassed[tensor] = node.Node.Name;
        (order[^1], order[^2]) = (order[^2], order[^1]);
        var source = producer.Inputs[0];
        if (order.Select((o, i) => o == i).All(isSame => isSame))
        {
            return (source, true);
        }

        var shape = node.Flow.Shapes[source];
        return (node.Helper("stationary-order", "Transpose", source, [.. order.Select(o => shape[o])], ("perm", order)), true);
    }

    private static int Product(ImmutableArray<int> dims) => dims.Aggregate(1, (product, d) => checked(product * d));
}
