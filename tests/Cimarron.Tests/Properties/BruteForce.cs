using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Properties;

/// <summary>
/// Enumerates every legal mapping of a tiny layer on a chip that covers its bounds exactly: all spatial factors, all ordered
/// factorisations of the rest, all levels, all buffering. The operands' choices are listed separately per nest and then combined,
/// since they meet only in the capacity of levels that hold several.
/// </summary>
internal sealed class BruteForce
{
    private readonly Layer layer;
    private readonly Chip chip;
    private readonly LegalityProfile profile;
    private readonly Action<BruteForceCandidate> visit;
    private readonly BruteForceCandidate candidate;
    private readonly int[] left;
    private readonly int[][] holders;
    private readonly int[] shared;
    private readonly List<Choice>[] choices = [[], [], []];

    private BruteForce(Layer layer, Chip chip, LegalityProfile profile, Action<BruteForceCandidate> visit)
    {
        this.layer = layer;
        this.chip = chip;
        this.profile = profile;
        this.visit = visit;
        candidate = new BruteForceCandidate(layer);
        left = [.. Operands.Dims.Select(dim => layer[dim])];
        var all = Enumerable.Range(0, chip.Levels.Length);
        holders = [.. Operands.All.Select(operand => all.Where(level => chip.Levels[level].Holding(operand)).ToArray())];
        shared = [.. all.Where(level => chip.Levels[level].Holds.Length > 1)];
    }

    /// <summary>Calls back once for each legal mapping; the argument is reused.</summary>
    public static void Enumerate(Layer layer, Chip chip, LegalityProfile profile, Action<BruteForceCandidate> visit) =>
        new BruteForce(layer, chip, profile, visit).Unroll(axis: 0, dim: 0, free: chip.Axes[0].Size);

    /// <summary>The number of legal mappings.</summary>
    public static long Count(Layer layer, Chip chip, LegalityProfile profile)
    {
        var count = 0L;
        Enumerate(layer, chip, profile, _ => count++);
        return count;
    }

    /// <summary>Every divisor of what is left of a dimension, for each dimension of each axis.</summary>
    private void Unroll(int axis, int dim, int free)
    {
        if (axis == chip.Axes.Length)
        {
            Order();
            return;
        }

        if (dim == chip.Axes[axis].Dims.Length)
        {
            Unroll(axis + 1, 0, axis + 1 < chip.Axes.Length ? chip.Axes[axis + 1].Size : 0);
            return;
        }

        Unroll(axis, dim + 1, free); // factor 1: no loop
        var which = chip.Axes[axis].Dims[dim];
        var bound = left[(int)which];
        for (var factor = 2; factor <= Math.Min(bound, free); factor++)
        {
            if (bound % factor == 0)
            {
                left[(int)which] = bound / factor;
                candidate.Spatial.Add(new SpatialLoop(axis, which, factor));
                Unroll(axis, dim + 1, free / factor);
                candidate.Spatial.RemoveAt(candidate.Spatial.Count - 1);
            }
        }

        left[(int)which] = bound;
    }

    /// <summary>Every sequence of loops of any divisors that uses up what is left.</summary>
    private void Order()
    {
        var done = true;
        foreach (var dim in Operands.Dims)
        {
            var bound = left[(int)dim];
            for (var factor = 2; factor <= bound; factor++)
            {
                if (bound % factor == 0)
                {
                    done = false;
                    left[(int)dim] = bound / factor;
                    candidate.Loops.Add((dim, factor));
                    Order();
                    candidate.Loops.RemoveAt(candidate.Loops.Count - 1);
                }
            }

            left[(int)dim] = bound;
        }

        if (done && candidate.Loops.Count > 0)
        {
            Place();
        }
    }

    private void Place()
    {
        foreach (var operand in Operands.All)
        {
            choices[(int)operand].Clear();
            Assign(operand, new int[candidate.Loops.Count], loop: 0, firstHolder: 0);
        }

        Combine();
    }

    /// <summary>Every non-decreasing sequence of levels that hold the operand.</summary>
    private void Assign(Operand operand, int[] levels, int loop, int firstHolder)
    {
        if (loop == levels.Length)
        {
            Buffer(operand, (int[])levels.Clone());
            return;
        }

        var allowed = holders[(int)operand];
        var last = profile == LegalityProfile.Strict && operand == Operand.Output && loop == 0 ? 0 : allowed.Length - 1;
        for (var holder = firstHolder; holder <= last; holder++)
        {
            levels[loop] = allowed[holder];
            Assign(operand, levels, loop + 1, holder);
        }
    }

    /// <summary>Every subset of the used levels that may double buffer, as far as the operand alone fits.</summary>
    private void Buffer(Operand operand, int[] levels)
    {
        var single = new long[chip.Levels.Length];
        int used = 0, may = 0;
        foreach (var level in levels)
        {
            if ((used >> level & 1) == 0)
            {
                used |= 1 << level;
                single[level] = ResidentBits(operand, levels, level);
                may |= level > 0 && BufferRules.MayDoubleBuffer(chip, level) ? 1 << level : 0;
            }
        }

        for (var doubled = may; ; doubled = (doubled - 1) & may)
        {
            var bits = single.Select((amount, level) => (doubled >> level & 1) != 0 ? 2 * amount : amount).ToArray();
            if (Enumerable.Range(0, bits.Length).All(level => bits[level] <= chip.Levels[level].CapacityBits))
            {
                choices[(int)operand].Add(new Choice(levels, doubled, bits));
            }

            if (doubled == 0)
            {
                return;
            }
        }
    }

    private long ResidentBits(Operand operand, int[] levels, int level)
    {
        Span<long> extents = stackalloc long[Operands.DimCount];
        extents.Fill(1);
        var partial = false;
        for (var l = 0; l < levels.Length; l++)
        {
            extents[(int)candidate.Loops[l].Dim] *= levels[l] >= level ? candidate.Loops[l].Size : 1;
            partial |= levels[l] <= level && Operands.IsReduction(candidate.Loops[l].Dim);
        }

        foreach (var loop in candidate.Spatial)
        {
            extents[(int)loop.Dim] *= chip.Axes[loop.Axis].Feed(operand) >= level ? loop.Size : 1;
        }

        var bits = operand switch
        {
            Operand.Input => chip.Precision.Input,
            Operand.Weight => chip.Precision.Weight + (chip.Levels[level].Kind == MemoryKind.Macro ? 0 : layer.WeightIndexBits),
            _ => partial ? chip.Precision.PartialSum : chip.Precision.Output,
        };
        return Footprint.Elements(layer, operand, extents) * bits;
    }

    /// <summary>Every combination of the operands' choices that fits the levels they share.</summary>
    private void Combine()
    {
        foreach (var input in choices[0])
        {
            Take(Operand.Input, input);
            foreach (var weight in choices[1])
            {
                if (!Fits(input, weight, null))
                {
                    continue;
                }

                Take(Operand.Weight, weight);
                foreach (var output in choices[2])
                {
                    if (Fits(input, weight, output))
                    {
                        Take(Operand.Output, output);
                        visit(candidate);
                    }
                }
            }
        }
    }

    private void Take(Operand operand, Choice choice)
    {
        candidate.Levels[(int)operand] = choice.Levels;
        candidate.Doubled[(int)operand] = choice.Doubled;
    }

    private bool Fits(Choice input, Choice weight, Choice? output)
    {
        foreach (var level in shared)
        {
            if (input.Bits[level] + weight.Bits[level] + (output?.Bits[level] ?? 0) > chip.Levels[level].CapacityBits)
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Choice(int[] Levels, int Doubled, long[] Bits);
}
