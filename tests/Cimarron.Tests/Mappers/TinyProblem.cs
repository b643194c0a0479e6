using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers;

/// <summary>A problem with every legal mapping it has and their exact costs.</summary>
internal sealed record TinyProblem(Layer Layer, Chip Chip, LegalityProfile Profile, IReadOnlyList<(Mapping Mapping, LatencyEnergy Cost)> All)
{
    /// <summary>Small random problems, each with at least two and at most <paramref name="mostMappings"/> legal mappings.</summary>
    public static IEnumerable<TinyProblem> Make(int seed, int count, int mostMappings)
    {
        var random = new Random(seed);
        for (var made = 0; made < count;)
        {
            var bounds = new int[Operands.DimCount];
            Array.Fill(bounds, 1);
            for (var factors = random.Next(2, 6); factors > 0; factors--)
            {
                bounds[random.Next(7)] *= random.Next(5) == 0 ? 3 : 2;
            }

            var layer = new Layer
            {
                R = bounds[0], S = bounds[1], P = bounds[2], Q = bounds[3], C = bounds[4], K = bounds[5], G = bounds[6],
                H = bounds[2] + bounds[0] - 1,
                W = bounds[3] + bounds[1] - 1,
                WeightIndexBits = Math.Max(0, bounds.Sum() % 4 - 1),
            };
            var chip = random.Next(3) == 0 ? TestChips.Default : TestChips.Altered(random);
            var profile = random.Next(3) == 0 ? LegalityProfile.Reference : LegalityProfile.Strict;
            if (Solve(layer, chip, profile, mostMappings) is { Count: > 1 } all)
            {
                made++;
                yield return new TinyProblem(layer, chip, profile, all);
            }
        }
    }

    private static List<(Mapping Mapping, LatencyEnergy Cost)>? Solve(Layer layer, Chip chip, LegalityProfile profile, int mostMappings)
    {
        var evaluator = new Evaluator(chip);
        var all = new List<(Mapping, LatencyEnergy)>();
        try
        {
            BruteForce.Enumerate(layer, chip, profile, candidate =>
            {
                if (all.Count == mostMappings)
                {
                    throw new OverflowException();
                }

                var mapping = candidate.ToMapping();
                all.Add((mapping, evaluator.Measure(mapping)));
            });
        }
        catch (OverflowException)
        {
            return null;
        }

        return all;
    }
}
