namespace Cimarron.Workloads.Onnx;

/// <summary>Maps an index of the result to the flat position of its source element.</summary>
internal delegate long SourceOf(ReadOnlySpan<long> index);

/// <summary>A small tensor with known values: integers and booleans as 64-bit integers, everything else as doubles.</summary>
internal sealed class ConstantTensor
{
    private readonly long[]? integers;
    private readonly double[]? reals;

    /// <summary>An integer or boolean tensor.</summary>
    public ConstantTensor(int type, TensorShape shape, long[] values)
    {
        Type = type;
        Shape = shape;
        integers = values;
    }

    /// <summary>A floating-point tensor.</summary>
    public ConstantTensor(int type, TensorShape shape, double[] values)
    {
        Type = type;
        Shape = shape;
        reals = values;
    }

    /// <summary>ONNX element type.</summary>
    public int Type { get; }

    /// <summary>Shape.</summary>
    public TensorShape Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => integers?.Length ?? reals!.Length;

    /// <summary>Whether values are held as integers.</summary>
    public bool IsInteger => integers is not null;

    /// <summary>A one-dimensional int64 tensor.</summary>
    public static ConstantTensor Vector(IEnumerable<long> values)
    {
        long[] data = [.. values];
        return new ConstantTensor(OnnxType.Int64, new TensorShape([data.Length]), data);
    }

    /// <summary>An int64 scalar.</summary>
    public static ConstantTensor Scalar(long value) => new(OnnxType.Int64, TensorShape.Scalar, [value]);

    /// <summary>An element as an integer; reals are truncated and saturated.</summary>
    public long Integer(long index) => integers is not null ? integers[index] : ToLong(reals![index]);

    /// <summary>An element as a real.</summary>
    public double Real(long index) => integers is not null ? integers[index] : reals![index];

    /// <summary>All elements as integers.</summary>
    public long[] Integers()
    {
        var result = new long[Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Integer(i);
        }

        return result;
    }

    /// <summary>The same values in another shape of the same size.</summary>
    public ConstantTensor Reshaped(TensorShape shape) =>
        integers is not null ? new ConstantTensor(Type, shape, integers) : new ConstantTensor(Type, shape, reals!);

    /// <summary>The values converted to another element type; narrowing integers saturates instead of wrapping.</summary>
    public ConstantTensor Cast(int type)
    {
        if (type == OnnxType.Bool)
        {
            return Make(type, Shape, i => Real(i) != 0 ? 1 : 0);
        }

        return OnnxType.IsInteger(type) ? Make(type, Shape, Integer) : MakeReal(type, Shape, Real);
    }

    /// <summary>An integer tensor from a function of the flat index.</summary>
    public static ConstantTensor Make(int type, TensorShape shape, Func<long, long> value)
    {
        var data = new long[shape.Elements];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = value(i);
        }

        return new ConstantTensor(type, shape, data);
    }

    /// <summary>A real tensor from a function of the flat index.</summary>
    public static ConstantTensor MakeReal(int type, TensorShape shape, Func<long, double> value)
    {
        var data = new double[shape.Elements];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = value(i);
        }

        return new ConstantTensor(type, shape, data);
    }

    /// <summary>A tensor of another shape whose elements are copies of this one's.</summary>
    public ConstantTensor Remap(TensorShape shape, SourceOf source)
    {
        var index = new long[shape.Rank];
        var next = 0L;
        long Step(long flat)
        {
            // Called for consecutive flat indices, so the multi-index advances like an odometer.
            if (flat != next)
            {
                throw new InvalidOperationException("elements must be produced in order");
            }

            var at = source(index);
            next++;
            for (var axis = shape.Rank - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }

            return at;
        }

        return IsInteger ? Make(Type, shape, i => integers![Step(i)]) : MakeReal(Type, shape, i => reals![Step(i)]);
    }

    private static long ToLong(double value) =>
        double.IsNaN(value) ? 0 : value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;
}
