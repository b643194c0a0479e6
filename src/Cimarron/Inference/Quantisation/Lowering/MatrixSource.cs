using Cimarron.Inference.Execution;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Where a matrix operator of the model has its operands.</summary>
/// <param name="Weight">Input with the weights.</param>
/// <param name="Bias">Input with the bias; −1 for none.</param>
/// <param name="IsQuantised">Whether scale and zero point follow every operand, as in QLinear operators.</param>
internal sealed record MatrixSource(int Weight, int Bias, bool IsQuantised)
{
    /// <summary>The name of the moving operand.</summary>
    public string Input(FlowContext node) => IsQuantised ? node.Scaled(0, 1, 2) : node.Input(0);

    /// <summary>The name of the other operand when it is produced at run time.</summary>
    public string Stationary(FlowContext node) => IsQuantised ? node.Scaled(Weight, Weight + 1, Weight + 2) : node.Input(Weight);

    /// <summary>Whether the weights are known before run time.</summary>
    public bool IsStatic(FlowContext node) => node.Constant(Weight) is not null;

    /// <summary>The product's weights and bias.</summary>
    public FlowMatrix Matrix(FlowContext node, int rows, WeightReader reader, Workloads.Layer? convolution = null, float alpha = 1, float beta = 1)
    {
        var (values, scale, zero) = Integers(node);
        var (bias, storedBias, biasScale) = BiasOf(node, reader.Groups * reader.Columns, beta);
        return new FlowMatrix
        {
            Rows = rows,
            Reduction = reader.Reduction,
            Columns = reader.Columns,
            Groups = reader.Groups,
            Convolution = convolution,
            Weight = values is null ? reader.Real(node.RequireConstant(Weight), alpha) : null,
            Stored = values is null ? null : reader.Stored(values, scale!, zero, alpha),
            Bias = bias,
            StoredBias = storedBias,
            StoredBiasScale = biasScale,
        };
    }

    /// <summary>Whether an addend is a bias: one number per column, or one for all.</summary>
    public static bool IsBias(Tensor tensor, int columns) =>
        tensor.Count == 1 || (tensor.Count == columns && tensor.Shape[^1] == columns);

    private (Tensor? Values, Tensor? Scale, Tensor? Zero) Integers(FlowContext node) => IsQuantised
        ? (node.RequireConstant(Weight), node.RequireConstant(Weight + 1), node.Constant(Weight + 2))
        : node.Stored(Weight) is { } stored ? (stored.Values, stored.Scale, stored.Zero) : (null, null, null);

    private (double[]? Bias, int[]? Stored, float[]? Scale) BiasOf(FlowContext node, int columns, float beta)
    {
        if (Bias < 0 || node.Node.Input(Bias) is null || beta == 0)
        {
            return (null, null, null);
        }

        var values = node.RequireConstant(Bias);
        if (IsQuantised)
        {
            return (null, values.Count == columns ? Array.ConvertAll(values.IntegerArray, b => (int)b) : throw new KernelException("the bias does not fit the columns"), null);
        }

        if (!IsBias(values, columns))
        {
            throw new KernelException("the bias does not fit the columns");
        }

        if (beta == 1 && node.Stored(Bias) is { Values.Type: ElementType.Int32, Values: var integers } stored && integers.Count == columns)
        {
            return ([.. values.RealArray.Select(b => (double)b)], Array.ConvertAll(integers.IntegerArray, b => (int)b), stored.Scale.RealArray);
        }

        var real = values.ToFloats();
        return ([.. Enumerable.Range(0, columns).Select(k => (double)(real[real.Length == 1 ? 0 : k] * beta))], null, null);
    }
}
