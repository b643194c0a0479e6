namespace Cimarron.Workloads;

/// <summary>Zero padding of the input in elements; every side ≥ 0.</summary>
/// <param name="Top">Rows above.</param>
/// <param name="Left">Columns to the left.</param>
/// <param name="Bottom">Rows below.</param>
/// <param name="Right">Columns to the right.</param>
public readonly record struct Padding(int Top, int Left, int Bottom, int Right)
{
    /// <summary>The same padding on all four sides.</summary>
    public static Padding Uniform(int size) => new(size, size, size, size);
}
