namespace Cimarron.Sparsity.Costs;

/// <summary>Load, compute and write-back of every step, in cycles, and the time they take together (docs/sparse-rules.md, section 7).</summary>
/// <param name="steps">n, ≥ 1.</param>
internal sealed class StepTimes(int steps)
{
    /// <summary>ld by step.</summary>
    public long[] Load { get; } = new long[steps];

    /// <summary>cp by step.</summary>
    public long[] Compute { get; } = new long[steps];

    /// <summary>wb by step.</summary>
    public long[] WriteBack { get; } = new long[steps];

    /// <summary>T.</summary>
    /// <exception cref="OverflowException">It reaches 2⁶³.</exception>
    public long Total(bool isDoubleBuffered)
    {
        checked
        {
            if (!isDoubleBuffered)
            {
                return Sum(Load) + Sum(Compute) + Sum(WriteBack);
            }

            var total = Load[0];
            for (var i = 0; i < steps; i++)
            {
                var (next, previous) = (i + 1 < steps ? Load[i + 1] : 0, i > 0 ? WriteBack[i - 1] : 0);
                total += Math.Max(Compute[i], Math.Max(next, previous));
            }

            return total + WriteBack[^1];
        }
    }

    /// <summary>Σ over steps.</summary>
    /// <exception cref="OverflowException">It reaches 2⁶³.</exception>
    public static long Sum(long[] cycles)
    {
        long sum = 0;
        foreach (var c in cycles)
        {
            sum = checked(sum + c);
        }

        return sum;
    }
}
