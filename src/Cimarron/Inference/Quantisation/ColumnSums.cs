using System.Numerics;
using System.Runtime.InteropServices;

namespace Cimarron.Inference.Quantisation;

/// <summary>Sums of products for a row of columns. Products are gathered first, then a few columns at a time are summed in registers: in 32 bits, which so many products surely fit, and then in 64.</summary>
/// <param name="weights">Rows of weights, each at most 255 in size.</param>
/// <param name="columns">Number of columns, ≥ 1.</param>
internal sealed class ColumnSums(int[] weights, int columns)
{
    /// <summary>Products gathered at most; 32,768 of at most 255·255 each would fit in 32 bits together.</summary>
    private const int Most = 1024;

    private readonly long[] totals = new long[columns];
    private readonly int[] factors = new int[Most];
    private readonly int[] rows = new int[Most];
    private int count;

    /// <summary>Begins again.</summary>
    /// <param name="bias">What sums begin with; empty for 0.</param>
    public void Start(ReadOnlySpan<int> bias)
    {
        count = 0;
        for (var k = 0; k < totals.Length; k++)
        {
            totals[k] = bias.IsEmpty ? 0 : bias[k];
        }
    }

    /// <summary>Adds x times a row of weights.</summary>
    /// <param name="x">The factor, at most 255 in size.</param>
    /// <param name="row">Where the row begins.</param>
    public void Add(int x, int row)
    {
        if (x == 0)
        {
            return;
        }

        (factors[count], rows[count]) = (x, row);
        if (++count == Most)
        {
            Flush();
        }
    }

    /// <summary>The sums.</summary>
    public ReadOnlySpan<long> Totals()
    {
        Flush();
        return totals;
    }

    private void Flush()
    {
        var column = 0;
        for (; column + (4 * Vector<int>.Count) <= totals.Length; column += 4 * Vector<int>.Count)
        {
            AddFour(column);
        }

        for (; column + Vector<int>.Count <= totals.Length; column += Vector<int>.Count)
        {
            AddOne(column);
        }

        for (; column < totals.Length; column++)
        {
            for (var i = 0; i < count; i++)
            {
                totals[column] += factors[i] * weights[rows[i] + column];
            }
        }

        count = 0;
    }

    /// <summary>Four vectors of columns: as many sums as stay in registers with what is added to them.</summary>
    private void AddFour(int column)
    {
        var size = Vector<int>.Count;
        var (a, b, c, d) = (Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero);
        var all = weights;
        var given = factors.AsSpan(0, count);
        var begins = rows.AsSpan(0, given.Length);
        for (var i = 0; i < given.Length; i++)
        {
            // The slice is checked; its four vectors need no further checks.
            ref var first = ref MemoryMarshal.GetReference(all.AsSpan(begins[i] + column, 4 * size));
            var factor = new Vector<int>(given[i]);
            a += factor * Vector.LoadUnsafe(ref first);
            b += factor * Vector.LoadUnsafe(ref first, (nuint)size);
            c += factor * Vector.LoadUnsafe(ref first, (nuint)(2 * size));
            d += factor * Vector.LoadUnsafe(ref first, (nuint)(3 * size));
        }

        AddTo(column, a);
        AddTo(column + size, b);
        AddTo(column + (2 * size), c);
        AddTo(column + (3 * size), d);
    }

    private void AddOne(int column)
    {
        var sums = Vector<int>.Zero;
        for (var i = 0; i < count; i++)
        {
            sums += new Vector<int>(factors[i]) * new Vector<int>(weights, rows[i] + column);
        }

        AddTo(column, sums);
    }

    private void AddTo(int column, Vector<int> sums)
    {
        Vector.Widen(sums, out var low, out var high);
        (new Vector<long>(totals, column) + low).CopyTo(totals, column);
        (new Vector<long>(totals, column + Vector<long>.Count) + high).CopyTo(totals, column + Vector<long>.Count);
    }
}
