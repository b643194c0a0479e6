using System.Collections.Immutable;

namespace Cimarron.DualMode.Simulation;

/// <summary>A constant array of a network: weights, biases, scales, parameters of vector operators.</summary>
public sealed class DataArray
{
    private readonly Array values;

    private DataArray(Array values, ReadOnlySpan<int> shape)
    {
        var elements = 1L;
        foreach (var dimension in shape)
        {
            elements = checked(elements * dimension);
        }

        if (elements != values.Length)
        {
            throw new ArgumentException($"the shape has {elements} elements, {values.Length} values are given", nameof(shape));
        }

        this.values = values;
        Shape = [.. shape];
    }

    /// <summary>Dimensions; their product is the number of values.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of values.</summary>
    public int Count => values.Length;

    /// <summary>8-bit values in memory order; the array is not copied.</summary>
    public static DataArray Of(sbyte[] values, params ReadOnlySpan<int> shape) => new(values, shape);

    /// <summary>32-bit values in memory order; the array is not copied.</summary>
    public static DataArray Of(int[] values, params ReadOnlySpan<int> shape) => new(values, shape);

    /// <summary>Real values in memory order; the array is not copied.</summary>
    public static DataArray Of(float[] values, params ReadOnlySpan<int> shape) => new(values, shape);

    /// <summary>The values if they are of a type, null otherwise.</summary>
    internal T[]? As<T>()
        where T : struct => values as T[];

    /// <summary>All values as real numbers.</summary>
    internal double[] ToDoubles() => values switch
    {
        sbyte[] v when v.GetType() == typeof(sbyte[]) => Array.ConvertAll(v, x => (double)x),
        int[] v => Array.ConvertAll(v, x => (double)x),
        _ => Array.ConvertAll((float[])values, x => (double)x),
    };
}
