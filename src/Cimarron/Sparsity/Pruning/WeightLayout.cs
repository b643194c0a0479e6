using Cimarron.Inference;
using Cimarron.Inference.Graphs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Networks;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Where the weight of a matrix lies in the tensor of the model.</summary>
internal sealed class WeightLayout
{
    private readonly int groupStride;
    private readonly int columnStride;
    private readonly int[] rows;

    private WeightLayout(MatrixShape shape, int groupStride, int columnStride, int[] rows)
    {
        Shape = shape;
        this.groupStride = groupStride;
        this.columnStride = columnStride;
        this.rows = rows;
    }

    /// <summary>Sizes.</summary>
    public MatrixShape Shape { get; }

    /// <summary>The layout of an operator's weights, or why there is none.</summary>
    /// <param name="node">An operator with a layer.</param>
    /// <param name="weight">Its stored weights.</param>
    /// <param name="flattening">Order of rows, a permutation of CRS.</param>
    /// <param name="reason">Why its weights cannot be pruned; empty when they can.</param>
    public static WeightLayout? Of(ValueNode node, Tensor weight, string flattening, out string reason)
    {
        var layer = node.Node.Layer!;
        var shape = SparseLayer.ShapeOf(node.Node);
        reason = weight.IsReal ? "" : "its weights are integers";
        if (weight.Count != shape.Weights)
        {
            reason = "its weights are used in another shape than they are stored in";
        }

        if (reason.Length > 0)
        {
            return null;
        }

        var second = node.Inputs.Length > 1 && node.Inputs[1] == node.Node.WeightName;
        var isFirst = node.Inputs[0] == node.Node.WeightName;
        switch (node.OpType)
        {
            case "Conv" when second:
                return new WeightLayout(shape, shape.Columns * shape.Rows, shape.Rows, RowOrder.Offsets(layer.C, layer.R, layer.S, flattening));
            case "Gemm" when second && node.Attributes.Integer("transB", 0) != 0:
            case "MatMul" when isFirst && shape.Groups == 1:
                return new WeightLayout(shape, 0, shape.Rows, [.. Enumerable.Range(0, shape.Rows)]);
            case "Gemm" when second:
            case "MatMul" when second:
                return new WeightLayout(shape, shape.Rows * shape.Columns, 1, [.. Enumerable.Range(0, shape.Rows).Select(r => r * shape.Columns)]);
            default:
                reason = second || isFirst ? $"weights of {node.OpType} are not pruned" : "its weights are computed from stored ones";
                return null;
        }
    }

    /// <summary>Position of a weight in the tensor.</summary>
    public int Index(int group, int row, int column) => group * groupStride + column * columnStride + rows[row];

    /// <summary>The weights as matrices.</summary>
    public WeightMatrix Read(Tensor weight)
    {
        var source = weight.Reals;
        var values = new float[Shape.Weights];
        var at = 0;
        for (var group = 0; group < Shape.Groups; group++)
        {
            for (var row = 0; row < Shape.Rows; row++)
            {
                for (var column = 0; column < Shape.Columns; column++)
                {
                    values[at++] = source[Index(group, row, column)];
                }
            }
        }

        return new WeightMatrix(Shape, values);
    }

    /// <summary>Where weights of a layer are kept, in the order of the tensor.</summary>
    public bool[] Kept(LayerMask mask)
    {
        var kept = new bool[Shape.Weights];
        for (var group = 0; group < Shape.Groups; group++)
        {
            for (var row = 0; row < Shape.Rows; row++)
            {
                for (var column = 0; column < Shape.Columns; column++)
                {
                    kept[Index(group, row, column)] = mask.Keeps(group, row, column);
                }
            }
        }

        return kept;
    }
}
