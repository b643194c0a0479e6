using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>
/// All inner tiles of a scheme: vectors that divide the temporal bounds, numbered so that a larger tile never has a smaller number. An arc
/// multiplies one dimension by any factor that stays a divisor.
/// </summary>
internal sealed class TileLattice
{
    private readonly int[][] _divisors = new int[Operands.DimCount][];
    private readonly int[] _stride = new int[Operands.DimCount];

    public TileLattice(ReadOnlySpan<int> bounds)
    {
        Count = 1;
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            _divisors[dim] = Divisors(bounds[dim]);
            _stride[dim] = Count;
            Count = checked(Count * _divisors[dim].Length);
        }

        Steps = [.. _divisors.Select(StepsOf)];
    }

    /// <summary>Number of tiles; the last is the whole layer.</summary>
    public int Count { get; }

    /// <summary>Per dimension and index of its divisor, the larger divisors it divides: index difference times stride, and factor.</summary>
    public (int Index, int Factor)[][][] Steps { get; }

    public static int[] Divisors(int value)
    {
        var small = new List<int>();
        var large = new List<int>();
        for (var divisor = 1; (long)divisor * divisor <= value; divisor++)
        {
            if (value % divisor == 0)
            {
                small.Add(divisor);
                if (divisor != value / divisor)
                {
                    large.Add(value / divisor);
                }
            }
        }

        large.Reverse();
        return [.. small, .. large];
    }

    /// <summary>Index of the divisor of a dimension in a tile.</summary>
    public int DivisorIndex(int tile, int dim) => tile / _stride[dim] % _divisors[dim].Length;

    /// <summary>Extent of a dimension in a tile.</summary>
    public int Extent(int tile, int dim) => _divisors[dim][DivisorIndex(tile, dim)];

    /// <summary>The tile reached from <paramref name="tile"/> when the dimension's divisor index changes.</summary>
    public int Moved(int tile, int dim, int fromIndex, int toIndex) => tile + ((toIndex - fromIndex) * _stride[dim]);

    private static (int Index, int Factor)[][] StepsOf(int[] divisors)
    {
        var steps = new (int, int)[divisors.Length][];
        for (var from = 0; from < divisors.Length; from++)
        {
            steps[from] = [.. Enumerable.Range(from + 1, divisors.Length - from - 1)
                .Where(to => divisors[to] % divisors[from] == 0)
                .Select(to => (to, divisors[to] / divisors[from]))];
        }

        return steps;
    }
}
