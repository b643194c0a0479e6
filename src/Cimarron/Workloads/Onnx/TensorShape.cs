using System.Collections.Immutable;

namespace Cimarron.Workloads.Onnx;

/// <summary>The fully known shape of a tensor: dimensions ≥ 0, element count below 2^63. The empty shape is a scalar.</summary>
internal sealed class TensorShape
{
    /// <summary>Highest rank accepted; exporters stay below 10, and rank bounds the time of every index computation.</summary>
    public const int MaxRank = 64;

    /// <summary>Rank 0.</summary>
    public static readonly TensorShape Scalar = new([]);

    /// <summary>A shape; rejects negative dimensions and element counts that overflow.</summary>
    public TensorShape(IEnumerable<long> dims)
    {
        Dims = [.. dims];
        if (Dims.Length > MaxRank)
        {
            throw new NodeProblemException("CIM0211", $"a tensor has rank {Dims.Length}; at most {MaxRank} is supported");
        }

        Elements = Count(Dims);
    }

    /// <summary>The dimensions, outermost first.</summary>
    public ImmutableArray<long> Dims { get; }

    /// <summary>Product of the dimensions; 1 for a scalar.</summary>
    public long Elements { get; }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Dims.Length;

    /// <summary>A dimension.</summary>
    public long this[int axis] => Dims[axis];

    /// <summary>Whether both have the same dimensions.</summary>
    public bool SameAs(TensorShape other) => Dims.AsSpan().SequenceEqual(other.Dims.AsSpan());

    /// <summary>The distance in elements between neighbours along each axis, row-major.</summary>
    public long[] Strides()
    {
        var strides = new long[Rank];
        long step = 1;
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= Math.Max(1, Dims[axis]);
        }

        return strides;
    }

    /// <summary>The dimensions as <c>[1, 3, 224, 224]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Dims)}]";

    private static long Count(ImmutableArray<long> dims)
    {
        // Zeros are multiplied last: [2^40, 2^40, 0] has no elements, but its strides would not fit.
        Int128 nonZero = 1;
        var isEmpty = false;
        foreach (var dim in dims)
        {
            if (dim < 0)
            {
                throw new NodeProblemException("CIM0211", $"a tensor of shape [{string.Join(", ", dims)}] has a negative dimension");
            }

            isEmpty |= dim == 0;
            nonZero *= Math.Max(1, dim);
            if (nonZero > long.MaxValue)
            {
                throw new NodeProblemException("CIM0211", $"a tensor of shape [{string.Join(", ", dims)}] has more than 2^63 − 1 elements");
            }
        }

        return isEmpty ? 0 : (long)nonZero;
    }
}
