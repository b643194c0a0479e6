using System.Numerics;
using System.Runtime.InteropServices;

namespace Cimarron.Inference.Quantisation;

/// <summary>Sums of products for a row of columns: in 32 bits as long as they surely fit, then in 64.</summary>
/// <param name="columns">Number of columns, ≥ 1.</param>
internal sealed class ColumnSums(int columns)
{
    /// <summary>Products of at most 255·255 each that fit in 32 bits together.</summary>
    private const int MaxParts = 32768;

    private readonly long[] totals = new long[columns];
    private readonly int[] parts = new int[columns];
    private int added;

    /// <summary>Begins again.</summary>
    /// <param name="bias">What sums begin with; empty for 0.</param>
    public void Start(ReadOnlySpan<int> bias)
    {
        for (var k = 0; k < totals.Length; k++)
        {
            totals[k] = bias.IsEmpty ? 0 : bias[k];
        }
    }

    /// <summary>Adds x times a weight to every column; both are at most 255 in size.</summary>
    public void Add(int x, ReadOnlySpan<int> weights)
    {
        if (x == 0)
        {
            return;
        }

        var factor = new Vector<int>(x);
        var from = MemoryMarshal.Cast<int, Vector<int>>(weights);
        var to = MemoryMarshal.Cast<int, Vector<int>>(parts.AsSpan());
        for (var i = 0; i < from.Length; i++)
        {
            to[i] += factor * from[i];
        }

        for (var k = from.Length * Vector<int>.Count; k < weights.Length; k++)
        {
            parts[k] += x * weights[k];
        }

        if (++added == MaxParts)
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
        for (var k = 0; k < parts.Length; k++)
        {
            totals[k] += parts[k];
        }

        Array.Clear(parts);
        added = 0;
    }
}
