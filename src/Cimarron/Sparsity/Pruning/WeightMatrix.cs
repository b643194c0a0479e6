using Cimarron.Sparsity.Masks;

namespace Cimarron.Sparsity.Pruning;

/// <summary>The weights of a layer as matrices: [G, M, N], row-major, rows in the order of the pattern's flattening.</summary>
public sealed class WeightMatrix
{
    private readonly float[] values;

    /// <summary>Takes over the values.</summary>
    /// <exception cref="ArgumentException">Their number does not fit the shape.</exception>
    public WeightMatrix(MatrixShape shape, float[] values)
    {
        this.values = values.LongLength == shape.Weights ? values : throw new ArgumentException($"expected {shape.Weights} weights", nameof(values));
        Shape = shape;
    }

    /// <summary>Sizes.</summary>
    public MatrixShape Shape { get; }

    /// <summary>A weight.</summary>
    public float this[int group, int row, int column] => values[((long)group * Shape.Rows + row) * Shape.Columns + column];

    /// <summary>A row of a group.</summary>
    public ReadOnlySpan<float> Row(int group, int row) => values.AsSpan(checked((group * Shape.Rows + row) * Shape.Columns), Shape.Columns);
}
