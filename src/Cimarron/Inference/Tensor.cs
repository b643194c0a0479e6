using System.Collections.Immutable;
using Cimarron.Inference.Arrays;

namespace Cimarron.Inference;

/// <summary>Values with a shape, row-major: reals as singles whatever their type in the file, integers and booleans as 64-bit integers. Not to be changed once built.</summary>
public sealed class Tensor
{
    private readonly float[]? reals;
    private readonly long[]? integers;

    private Tensor(ElementType type, ImmutableArray<int> shape, float[]? reals, long[]? integers)
    {
        Type = type;
        Shape = shape;
        this.reals = reals;
        this.integers = integers;
        if (Count != shape.Aggregate(1L, (product, d) => checked(product * d)))
        {
            throw new ArgumentException("the number of values does not fit the shape", nameof(shape));
        }
    }

    /// <summary>Type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>Dimensions, each ≥ 0; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => reals?.Length ?? integers!.Length;

    /// <summary>Whether elements are reals.</summary>
    public bool IsReal => reals is not null;

    /// <summary>The elements of a real tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds integers.</exception>
    public ReadOnlySpan<float> Reals => RealArray;

    /// <summary>The elements of an integer tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds reals.</exception>
    public ReadOnlySpan<long> Integers => IntegerArray;

    internal float[] RealArray => reals ?? throw new InvalidOperationException("expected real values, found integers");

    internal long[] IntegerArray => integers ?? throw new InvalidOperationException("expected integers, found real values");

    /// <summary>A tensor of singles, which takes over the array.</summary>
    public static Tensor Of(float[] values, params ImmutableArray<int> shape) => new(ElementType.Float32, shape, values, null);

    /// <summary>An integer or boolean tensor, which takes over the array; the values must be in the range of the type.</summary>
    public static Tensor Of(ElementType type, long[] values, params ImmutableArray<int> shape) =>
        type.IsReal() ? throw new ArgumentException("expected an integer type", nameof(type)) : new Tensor(type, shape, null, values);

    /// <summary>The values of an array.</summary>
    public static Tensor Of(NpyArray array) =>
        array.Type.IsReal() ? Of(array.ToFloats(), array.Shape) : Of(array.Type, array.ToIntegers(), array.Shape);

    /// <summary>The same values in another shape of the same size.</summary>
    public Tensor Reshaped(ImmutableArray<int> shape) => new(Type, shape, reals, integers);

    /// <summary>The values as singles, converted if they are integers.</summary>
    public float[] ToFloats() => reals ?? Array.ConvertAll(integers!, v => (float)v);

    /// <summary>The values as integers, truncated towards zero and saturated if they are reals.</summary>
    public long[] ToIntegers() => integers ?? Array.ConvertAll(reals!, v => (long)v);
}
