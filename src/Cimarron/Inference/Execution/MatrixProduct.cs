using System.Numerics;

namespace Cimarron.Inference.Execution;

/// <summary>A dense product in single precision: C = A·B, row-major, sums with fused multiply-add in ascending order of the reduction.</summary>
internal static class MatrixProduct
{
    /// <summary>Rows of C computed together; with two vectors of columns each they fill the registers of common processors.</summary>
    private const int Rows = 4;

    /// <summary>C[m×n] = A[m×k] · B[k×n].</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int k, int n)
    {
        var width = Vector<float>.Count;
        var row = 0;
        for (; row + Rows <= m; row += Rows)
        {
            var column = 0;
            for (; column + (2 * width) <= n; column += 2 * width)
            {
                Block(a.Slice(row * k, Rows * k), b[column..], c[((row * n) + column)..], k, n);
            }

            for (var r = row; r < row + Rows; r++)
            {
                Row(a.Slice(r * k, k), b, c.Slice(r * n, n), column, n);
            }
        }

        for (; row < m; row++)
        {
            Row(a.Slice(row * k, k), b, c.Slice(row * n, n), 0, n);
        }
    }

    private static void Block(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int k, int n)
    {
        var width = Vector<float>.Count;
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (var i = 0; i < k; i++)
        {
            var b0 = new Vector<float>(b[(i * n)..]);
            var b1 = new Vector<float>(b[((i * n) + width)..]);
            var a0 = new Vector<float>(a[i]);
            var a1 = new Vector<float>(a[k + i]);
            var a2 = new Vector<float>(a[(2 * k) + i]);
            var a3 = new Vector<float>(a[(3 * k) + i]);
            c00 = Vector.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector.FusedMultiplyAdd(a0, b1, c01);
            c10 = Vector.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector.FusedMultiplyAdd(a1, b1, c11);
            c20 = Vector.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector.FusedMultiplyAdd(a2, b1, c21);
            c30 = Vector.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector.FusedMultiplyAdd(a3, b1, c31);
        }

        c00.CopyTo(c);
        c01.CopyTo(c[width..]);
        c10.CopyTo(c[n..]);
        c11.CopyTo(c[(n + width)..]);
        c20.CopyTo(c[(2 * n)..]);
        c21.CopyTo(c[((2 * n) + width)..]);
        c30.CopyTo(c[(3 * n)..]);
        c31.CopyTo(c[((3 * n) + width)..]);
    }

    /// <summary>One row from a given column on.</summary>
    private static void Row(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int from, int n)
    {
        var width = Vector<float>.Count;
        var column = from;
        for (; column + width <= n; column += width)
        {
            Vector<float> sum = default;
            for (var i = 0; i < a.Length; i++)
            {
                sum = Vector.FusedMultiplyAdd(new Vector<float>(a[i]), new Vector<float>(b[((i * n) + column)..]), sum);
            }

            sum.CopyTo(c[column..]);
        }

        for (; column < n; column++)
        {
            float sum = 0;
            for (var i = 0; i < a.Length; i++)
            {
                sum = MathF.FusedMultiplyAdd(a[i], b[(i * n) + column], sum);
            }

            c[column] = sum;
        }
    }
}
