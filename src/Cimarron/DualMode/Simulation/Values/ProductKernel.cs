using System.Numerics;
using System.Runtime.InteropServices;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Multiplies rows of the moving operand by a block of weights, columns side by side in vector registers.</summary>
internal sealed class ProductKernel
{
    /// <summary>Elements of the reduction whose products, at most 255·255 each, surely fit in 32 bits together.</summary>
    private const int Chunk = 32768;

    private readonly int lanes = Vector<int>.Count;
    private int[] weights = [];
    private int[] row = [];
    private int[] products = [];
    private int reduction;
    private int columns;
    private int width;

    /// <summary>Makes room for weights.</summary>
    public void Begin(int reduction, int columns)
    {
        (this.reduction, this.columns) = (reduction, columns);
        width = (columns + lanes - 1) / lanes * lanes;
        var size = checked(reduction * width);
        if (weights.Length < size)
        {
            weights = new int[size];
        }

        Array.Clear(weights, 0, size);
        row = row.Length < reduction ? new int[reduction] : row;
        products = products.Length < width ? new int[width] : products;
    }

    /// <summary>The weights of an element of the reduction.</summary>
    public Span<int> Weights(int n) => weights.AsSpan(n * width, columns);

    /// <summary>Adds the products of rows to sums.</summary>
    /// <param name="moving">Yields the rows.</param>
    /// <param name="input">The bytes they are in.</param>
    /// <param name="group">The group.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="first">First element of the reduction.</param>
    /// <param name="sums">Sums, [feature][row].</param>
    /// <param name="firstFeature">Feature of the first column.</param>
    /// <param name="stride">Rows of a feature in <paramref name="sums"/>.</param>
    public void Run(MovingOperand moving, byte[] input, int group, Part rows, int first, long[] sums, int firstFeature, int stride)
    {
        var moved = row.AsSpan(0, reduction);
        for (var m = rows.First; m < rows.End; m++)
        {
            moving.Read(input, group, m, first, moved);
            for (var from = 0; from < reduction; from += Chunk)
            {
                Multiply(moved, from, Math.Min(reduction, from + Chunk));
                for (var k = 0; k < columns; k++)
                {
                    sums[((firstFeature + k) * stride) + m] += products[k];
                }
            }
        }
    }

    private void Multiply(ReadOnlySpan<int> moved, int from, int end)
    {
        ref var block = ref MemoryMarshal.GetArrayDataReference(weights);
        var k = 0;
        for (; k + (4 * lanes) <= width; k += 4 * lanes)
        {
            Vector<int> a = default, b = default, c = default, d = default;
            for (var n = from; n < end; n++)
            {
                var x = new Vector<int>(moved[n]);
                var at = (nuint)((n * width) + k);
                a += x * Vector.LoadUnsafe(ref block, at);
                b += x * Vector.LoadUnsafe(ref block, at + (nuint)lanes);
                c += x * Vector.LoadUnsafe(ref block, at + (nuint)(2 * lanes));
                d += x * Vector.LoadUnsafe(ref block, at + (nuint)(3 * lanes));
            }

            a.CopyTo(products, k);
            b.CopyTo(products, k + lanes);
            c.CopyTo(products, k + (2 * lanes));
            d.CopyTo(products, k + (3 * lanes));
        }

        for (; k < width; k += lanes)
        {
            Vector<int> a = default;
            for (var n = from; n < end; n++)
            {
                a += new Vector<int>(moved[n]) * Vector.LoadUnsafe(ref block, (nuint)((n * width) + k));
            }

            a.CopyTo(products, k);
        }
    }
}
