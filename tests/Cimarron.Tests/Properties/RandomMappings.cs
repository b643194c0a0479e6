using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Properties;

/// <summary>
/// Random legal mappings of random small layers on random chips: every dimension, strides, dilation, uneven padding, groups, padded
/// bounds, uneven levels, any buffering. The same seed gives the same sequence.
/// </summary>
internal sealed class RandomMappings(int seed, int maxActivations = 10_000, LegalityProfile profile = LegalityProfile.Reference)
{
    private const int LevelAttempts = 6;

    private readonly Random random = new(seed);

    /// <summary>An endless sequence; activations, and with them the innermost iterations of a walk, stay at or below the maximum.</summary>
    public IEnumerable<(Chip Chip, Mapping Mapping)> Legal()
    {
        while (true)
        {
            var chip = random.Next(4) switch { 0 => TestChips.Default, 1 => TestChips.Transformer, _ => TestChips.Altered(random) };
            var layer = RandomLayer(random);
            var spatial = Unroll(layer, chip);
            var temporal = Factors(layer, spatial);
            if (temporal.Count == 0 || temporal.Aggregate(1L, (product, loop) => product * loop.Size) > Limit())
            {
                continue;
            }

            for (var attempt = 0; attempt < LevelAttempts; attempt++)
            {
                var mapping = Place(layer, chip, spatial, temporal);
                if (MappingValidator.IsLegal(mapping, chip, profile))
                {
                    yield return (chip, mapping);
                }
            }
        }
    }

    /// <summary>A small layer, with every field in play.</summary>
    public static Layer RandomLayer(Random random)
    {
        int r = Kernel(random), s = Kernel(random), p = Bound(random), q = Bound(random);
        int strideHeight = random.Next(1, 4), strideWidth = random.Next(1, 4);
        int dilationHeight = random.Next(4) == 0 ? random.Next(2, 4) : 1, dilationWidth = random.Next(4) == 0 ? random.Next(2, 4) : 1;
        var padding = random.Next(2) == 0 ? default : new Padding(random.Next(3), random.Next(3), random.Next(3), random.Next(3));
        return new Layer
        {
            R = r,
            S = s,
            P = p,
            Q = q,
            WeightIndexBits = Math.Max(0, strideHeight + dilationWidth - 3),
            C = Bound(random),
            K = Bound(random),
            G = random.Next(3) == 0 ? random.Next(2, 7) : 1,
            StrideHeight = strideHeight,
            StrideWidth = strideWidth,
            DilationHeight = dilationHeight,
            DilationWidth = dilationWidth,
            Padding = padding,
            H = Math.Max(1, (p - 1) * strideHeight + dilationHeight * (r - 1) + 1 - padding.Top - padding.Bottom),
            W = Math.Max(1, (q - 1) * strideWidth + dilationWidth * (s - 1) + 1 - padding.Left - padding.Right),
        };
    }

    private static int Kernel(Random random) => random.Next(2) == 0 ? 1 : random.Next(2, 6);

    private static int Bound(Random random) => random.Next(4) switch { 0 => 1, 1 => random.Next(2, 5), 2 => 1 << random.Next(1, 6), _ => random.Next(2, 25) };

    private static int CeilDivide(int bound, int divisor) => (bound + divisor - 1) / divisor;

    /// <summary>Log-uniform, so that short walks are as common as long ones.</summary>
    private double Limit() => Math.Pow(maxActivations, 0.3 + 0.7 * random.NextDouble());

    private List<SpatialLoop> Unroll(Layer layer, Chip chip)
    {
        var left = Operands.Dims.Select(dim => layer[dim]).ToArray();
        var loops = new List<SpatialLoop>();
        for (var axis = 0; axis < chip.Axes.Length; axis++)
        {
            var free = chip.Axes[axis].Size;
            for (var picks = random.Next(0, 4); picks > 0; picks--)
            {
                var dim = chip.Axes[axis].Dims[random.Next(chip.Axes[axis].Dims.Length)];
                var largest = Math.Min(free, left[(int)dim]);
                if (largest < 2)
                {
                    continue;
                }

                // Mostly divisors, sometimes any factor; then the bound is over-covered.
                var size = random.Next(3) == 0 ? largest : random.Next(2, largest + 1);
                if (left[(int)dim] % size != 0 && random.Next(4) != 0)
                {
                    continue;
                }

                loops.Add(new SpatialLoop(axis, dim, size));
                free /= size;
                left[(int)dim] = CeilDivide(left[(int)dim], size);
            }
        }

        return loops;
    }

    private List<(Dim Dim, int Size)> Factors(Layer layer, List<SpatialLoop> spatial)
    {
        var loops = new List<(Dim Dim, int Size)>();
        foreach (var dim in Operands.Dims)
        {
            var left = spatial.Where(loop => loop.Dim == dim).Aggregate(layer[dim], (bound, loop) => CeilDivide(bound, loop.Size));
            while (left > 1)
            {
                var size = random.Next(2, left + 1);
                if (left % size != 0 && random.Next(8) != 0)
                {
                    continue;
                }

                loops.Add((dim, size));
                left = CeilDivide(left, size);
            }

            if (random.Next(40) == 0)
            {
                loops.Add((dim, 2)); // a loop that is not needed at all
            }
        }

        var order = loops.ToArray();
        random.Shuffle(order);
        return [.. order];
    }

    private Mapping Place(Layer layer, Chip chip, List<SpatialLoop> spatial, List<(Dim Dim, int Size)> temporal)
    {
        var levels = Operands.All.Select(operand => Levels(chip, operand, temporal.Count)).ToArray();
        var flags =
            from level in Enumerable.Range(0, chip.Levels.Length)
            from operand in Operands.All
            where chip.Levels[level].Holding(operand) && BufferRules.MayDoubleBuffer(chip, level) && random.Next(3) == 0
            select new BufferFlag(level, operand);
        return new Mapping
        {
            Layer = layer,
            Spatial = [.. spatial],
            Temporal = [.. temporal.Select((loop, index) => new TemporalLoop(loop.Dim, loop.Size, levels[0][index], levels[1][index], levels[2][index]))],
            DoubleBuffered = [.. flags],
        };
    }

    private int[] Levels(Chip chip, Operand operand, int count)
    {
        var holders = Enumerable.Range(0, chip.Levels.Length).Where(level => chip.Levels[level].Holding(operand)).ToArray();
        var levels = new int[count];
        for (var i = 0; i < count; i++)
        {
            levels[i] = holders[random.Next(holders.Length)];
        }

        // Registers hold one element: keep most loops out of them, or hardly any mapping would be legal.
        for (var i = 0; i < count; i++)
        {
            if (chip.Levels[levels[i]].Kind == MemoryKind.Register && random.Next(3) != 0)
            {
                levels[i] = 0;
            }
        }

        Array.Sort(levels);
        if (random.Next(2) == 0)
        {
            levels[0] = 0;
        }

        return levels;
    }
}
