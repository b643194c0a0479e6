using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappers.Formulations;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers.Formulations;

/// <summary>A small random layer and chip with the recursion's optima over all legal mappings, by trying them all.</summary>
internal sealed record SmallProblem(Layer Layer, Chip Chip, LegalityProfile Profile)
{
    private const int MostMappings = 2_500;

    /// <summary>Least latency, energy and energy-delay product; +∞ when no mapping is legal.</summary>
    public double[] Best { get; } = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity];

    /// <summary>The same by parallel loops, over mappings of flexible factors without anchors: what the slot form covers.</summary>
    public Dictionary<string, double[]> BestOfSlots { get; } = new(StringComparer.Ordinal);

    public bool IsFeasible => !double.IsPositiveInfinity(Best[0]);

    /// <summary>Problems of fixed seeds, one after another; those with too many mappings are left out.</summary>
    public static IEnumerable<SmallProblem> Make(int seed, int count)
    {
        for (var made = 0; made < count; seed++)
        {
            var random = new Random(seed);
            var chip = random.Next(4) == 0 ? TestChips.Default : TestChips.Altered(random);
            var problem = new SmallProblem(Tiny(random), chip, random.Next(3) == 0 ? LegalityProfile.Reference : LegalityProfile.Strict);
            if (BruteForceCount(problem) is > 0 and <= MostMappings)
            {
                problem.Solve();
                made++;
                yield return problem;
            }
        }
    }

    public static string Key(IEnumerable<SpatialLoop> spatial) => string.Join(';', spatial.OrderBy(s => s.Axis).ThenBy(s => s.Dim));

    public MapperOptions Options(Objective objective) => new() { Objective = objective, Profile = Profile, Padding = false, Threads = 1, TimeLimit = TimeSpan.FromSeconds(60) };

    public override string ToString() => $"{Layer} {Profile} on {string.Join(' ', Chip.Levels.Select(l => $"{l.Name}:{l.CapacityBits}/{l.PortBitsPerCycle}"))} axes {string.Join(' ', Chip.Axes.Select(a => a.Size))}";

    private static Layer Tiny(Random random)
    {
        int[] bounds = [1, 1, 1, 1, 1, 1, 1];
        for (var factors = random.Next(2, 6); factors > 0; factors--)
        {
            bounds[random.Next(7)] *= random.Next(5) == 0 ? 3 : 2;
        }

        var stride = random.Next(1, 3);
        return new Layer
        {
            R = bounds[0], S = bounds[1], P = bounds[2], Q = bounds[3], C = bounds[4], K = bounds[5], G = bounds[6],
            StrideHeight = stride,
            StrideWidth = random.Next(1, 3),
            H = Math.Max(1, ((bounds[2] - 1) * stride) + bounds[0] - random.Next(2)),
            W = bounds[3] + bounds[1] - 1,
        };
    }

    private static int BruteForceCount(SmallProblem problem)
    {
        var count = 0;
        try
        {
            BruteForce.Enumerate(problem.Layer, problem.Chip, problem.Profile, _ => count = ++count <= MostMappings ? count : throw new TooManyException());
        }
        catch (TooManyException)
        {
            return int.MaxValue;
        }

        return count;
    }

    private void Solve()
    {
        var model = new AnalyticModel(Chip);
        BruteForce.Enumerate(Layer, Chip, Profile, candidate =>
        {
            var mapping = candidate.ToMapping();
            var cost = model.Measure(mapping);
            double[] values = [cost.Cycles, cost.Nanojoules, cost.Edp];
            Note(Best, values);
            if (IsOfSlots(mapping))
            {
                if (!BestOfSlots.TryGetValue(Key(mapping.Spatial), out var best))
                {
                    BestOfSlots.Add(Key(mapping.Spatial), best = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity]);
                }

                Note(best, values);
            }
        });
    }

    private static void Note(double[] best, double[] values)
    {
        for (var i = 0; i < best.Length; i++)
        {
            best[i] = Math.Min(best[i], values[i]);
        }
    }

    private bool IsOfSlots(Mapping mapping) => Operands.Dims.All(dim =>
    {
        var sizes = mapping.Temporal.Where(l => l.Dim == dim).Select(l => l.Size).Order().ToArray();
        return FlexibleFactors.Of(sizes.Aggregate(1, (a, b) => a * b)).Order().SequenceEqual(sizes);
    }) && NestStructure.Of(mapping, Chip).Loops.All(l => l.Anchor is null);

    private sealed class TooManyException : Exception;
}
