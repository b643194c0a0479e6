using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cimarron.Costs;

/// <summary>
/// Max-plus matrices on a handful of timers: (A·B)[i,k] = max over j of A[i,j] + B[j,k], −∞ is "no influence". A matrix of n timers is
/// stored row by row, rows padded with −∞ to a whole number of vectors. Entries are cycle counts held
/// in doubles, exact up to 2^53.
/// </summary>
internal static class MaxPlus
{
    /// <summary>No influence.</summary>
    public const double None = double.NegativeInfinity;

    private const int Lanes = 4;

    /// <summary>Entries a row takes for <paramref name="timers"/> timers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Stride(int timers) => (timers + Lanes - 1) & ~(Lanes - 1);

    /// <summary>target = left · right for matrices whose rows are <paramref name="stride"/> apart; the three must not overlap.</summary>
    public static void Multiply(double[] left, double[] right, double[] target, int timers, int stride)
    {
        ref var a = ref MemoryMarshal.GetArrayDataReference(left);
        ref var b = ref MemoryMarshal.GetArrayDataReference(right);
        ref var c = ref MemoryMarshal.GetArrayDataReference(target);
        switch ((timers + Lanes - 1) / Lanes)
        {
            case 1:
                Multiply1(ref a, ref b, ref c, timers, stride);
                break;
            case 2:
                Multiply2(ref a, ref b, ref c, timers, stride);
                break;
            case 3:
                Multiply3(ref a, ref b, ref c, timers, stride);
                break;
            default:
                MultiplyAny(ref a, ref b, ref c, timers, stride);
                break;
        }
    }

    /// <summary>Copies the rows in use.</summary>
    public static void Copy(double[] source, double[] target, int timers, int stride)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(source);
        ref var to = ref MemoryMarshal.GetArrayDataReference(target);
        for (var row = 0; row < timers * stride; row += stride)
        {
            for (var at = row; at < row + timers; at += Lanes)
            {
                Vector256.LoadUnsafe(ref from, (nuint)at).StoreUnsafe(ref to, (nuint)at);
            }
        }
    }

    /// <summary>The largest entry, at least 0.</summary>
    public static double Largest(double[] matrix, int timers, int stride)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(matrix);
        var largest = Vector256<double>.Zero;
        for (var row = 0; row < timers * stride; row += stride)
        {
            for (var at = row; at < row + timers; at += Lanes)
            {
                largest = Vector256.MaxNative(largest, Vector256.LoadUnsafe(ref first, (nuint)at));
            }
        }

        return Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
    }

    /// <summary>
    /// Whether each row of <paramref name="after"/> is that of <paramref name="before"/> plus a constant of its own, with influences at the
    /// same places. The diagonals have to be finite.
    /// </summary>
    public static bool IsShifted(double[] before, double[] after, int timers, int stride)
    {
        ref var a = ref MemoryMarshal.GetArrayDataReference(before);
        ref var b = ref MemoryMarshal.GetArrayDataReference(after);
        for (var row = 0; row < timers; row++)
        {
            var start = row * stride;
            var shift = Vector256.Create(Unsafe.Add(ref b, start + row) - Unsafe.Add(ref a, start + row));
            for (var at = start; at < start + timers; at += Lanes)
            {
                if (!Vector256.EqualsAll(Vector256.LoadUnsafe(ref a, (nuint)at) + shift, Vector256.LoadUnsafe(ref b, (nuint)at)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>
    /// Adds to each row of <paramref name="target"/> <paramref name="times"/> times the constant by which that row grows from
    /// <paramref name="before"/> to <paramref name="after"/>; the target may be one of the two.
    /// </summary>
    public static void Shift(double[] before, double[] after, double times, double[] target, int timers, int stride)
    {
        ref var c = ref MemoryMarshal.GetArrayDataReference(target);
        for (var row = 0; row < timers; row++)
        {
            var start = row * stride;
            var shift = Vector256.Create(times * (after[start + row] - before[start + row]));
            for (var at = start; at < start + timers; at += Lanes)
            {
                (Vector256.LoadUnsafe(ref c, (nuint)at) + shift).StoreUnsafe(ref c, (nuint)at);
            }
        }
    }

    private static void Multiply1(ref double a, ref double b, ref double c, int timers, int stride)
    {
        for (var i = 0; i < timers; i++)
        {
            ref var row = ref Unsafe.Add(ref a, i * stride);
            var sum0 = Vector256.Create(None);
            for (var j = 0; j < timers; j++)
            {
                var factor = Vector256.Create(Unsafe.Add(ref row, j));
                ref var source = ref Unsafe.Add(ref b, j * stride);
                sum0 = Vector256.MaxNative(sum0, factor + Vector256.LoadUnsafe(ref source));
            }

            ref var goal = ref Unsafe.Add(ref c, i * stride);
            sum0.StoreUnsafe(ref goal);
        }
    }

    private static void Multiply2(ref double a, ref double b, ref double c, int timers, int stride)
    {
        for (var i = 0; i < timers; i++)
        {
            ref var row = ref Unsafe.Add(ref a, i * stride);
            var sum0 = Vector256.Create(None);
            var sum1 = sum0;
            for (var j = 0; j < timers; j++)
            {
                var factor = Vector256.Create(Unsafe.Add(ref row, j));
                ref var source = ref Unsafe.Add(ref b, j * stride);
                sum0 = Vector256.MaxNative(sum0, factor + Vector256.LoadUnsafe(ref source));
                sum1 = Vector256.MaxNative(sum1, factor + Vector256.LoadUnsafe(ref source, 4));
            }

            ref var goal = ref Unsafe.Add(ref c, i * stride);
            sum0.StoreUnsafe(ref goal);
            sum1.StoreUnsafe(ref goal, 4);
        }
    }

    private static void Multiply3(ref double a, ref double b, ref double c, int timers, int stride)
    {
        for (var i = 0; i < timers; i++)
        {
            ref var row = ref Unsafe.Add(ref a, i * stride);
            var sum0 = Vector256.Create(None);
            var sum1 = sum0;
            var sum2 = sum0;
            for (var j = 0; j < timers; j++)
            {
                var factor = Vector256.Create(Unsafe.Add(ref row, j));
                ref var source = ref Unsafe.Add(ref b, j * stride);
                sum0 = Vector256.MaxNative(sum0, factor + Vector256.LoadUnsafe(ref source));
                sum1 = Vector256.MaxNative(sum1, factor + Vector256.LoadUnsafe(ref source, 4));
                sum2 = Vector256.MaxNative(sum2, factor + Vector256.LoadUnsafe(ref source, 8));
            }

            ref var goal = ref Unsafe.Add(ref c, i * stride);
            sum0.StoreUnsafe(ref goal);
            sum1.StoreUnsafe(ref goal, 4);
            sum2.StoreUnsafe(ref goal, 8);
        }
    }

    private static void MultiplyAny(ref double a, ref double b, ref double c, int timers, int stride)
    {
        for (var i = 0; i < timers; i++)
        {
            for (var block = 0; block < timers; block += Lanes)
            {
                var sum = Vector256.Create(None);
                for (var j = 0; j < timers; j++)
                {
                    var factor = Vector256.Create(Unsafe.Add(ref a, (i * stride) + j));
                    sum = Vector256.MaxNative(sum, factor + Vector256.LoadUnsafe(ref b, (nuint)((j * stride) + block)));
                }

                sum.StoreUnsafe(ref c, (nuint)((i * stride) + block));
            }
        }
    }
}
