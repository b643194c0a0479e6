using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers;

/// <summary>The exact mapper against every legal mapping there is.</summary>
public sealed class OptimalityTests
{
    private const int Problems = 300;
    private const int MostMappings = 8_000;

    /// <summary>Small random problems with the best of each objective over all legal mappings, found once for all tests.</summary>
    private static readonly Lazy<IReadOnlyList<Problem>> Solved = new(() => Make(seed: 2026, Problems));

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    [InlineData(Objective.Edp)]
    public void The_exact_mapper_finds_the_best_of_all_legal_mappings(Objective objective)
    {
        foreach (var problem in Solved.Value)
        {
            var result = new ExactMapper().Map(problem.Layer, problem.Chip, new MapperOptions { Objective = objective, Profile = problem.Profile, Threads = 1, Padding = false });
            var best = problem.Best[(int)objective];
            if (double.IsPositiveInfinity(best))
            {
                result.Status.ShouldBe(MapperStatus.Infeasible, problem.ToString());
                continue;
            }

            result.Status.ShouldBe(MapperStatus.Optimal, problem.ToString());
            result.Value.ShouldBe(best, best * 1e-9, problem.ToString());
            MappingValidator.IsLegal(result.Mapping!, problem.Chip, problem.Profile).ShouldBeTrue(problem.ToString());
        }
    }

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    [InlineData(Objective.Edp)]
    public void Without_dominance_the_optima_are_the_same(Objective objective)
    {
        foreach (var problem in Feasible().Take(100))
        {
            Search(problem, objective, useDominance: false).Run().Value.ShouldBe(problem.Best[(int)objective], problem.Best[(int)objective] * 1e-9, problem.ToString());
        }
    }

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    [InlineData(Objective.Edp)]
    public void A_tight_upper_bound_never_loses_the_optimum(Objective objective)
    {
        foreach (var problem in Feasible())
        {
            var best = problem.Best[(int)objective];
            var search = Search(problem, objective, useDominance: true);
            search.StartFromValue(best * (1 + 1e-6));
            search.Run().Value.ShouldBe(best, best * 1e-9, problem.ToString());
        }
    }

    [Fact]
    public void Ties_of_latency_are_broken_by_energy()
    {
        foreach (var problem in Feasible())
        {
            var result = new ExactMapper().Map(problem.Layer, problem.Chip, new MapperOptions { Objective = Objective.Latency, Profile = problem.Profile, Threads = 1, Padding = false });
            result.Cost!.TotalNanojoules.ShouldBe(problem.LeastEnergyAtBestLatency, problem.LeastEnergyAtBestLatency * 1e-9, problem.ToString());
        }
    }

    private static IEnumerable<Problem> Feasible() => Solved.Value.Where(p => !double.IsPositiveInfinity(p.Best[0]));

    private static LayerSearch Search(Problem problem, Objective objective, bool useDominance) => new(
        new ChipSearchTables(problem.Chip),
        problem.Layer,
        new MapperOptions { Objective = objective, Profile = problem.Profile, Threads = 1, Padding = false },
        null,
        CancellationToken.None,
        useDominance);

    /// <summary>Each problem has its own seed, so that they can be made side by side.</summary>
    private static Problem[] Make(int seed, int count)
    {
        var problems = new Problem[count];
        Parallel.For(0, count, i =>
        {
            var random = new Random(seed + i);
            Problem? problem = null;
            while (problem is null)
            {
                var chip = random.Next(4) == 0 ? TestChips.Default : TestChips.Altered(random);
                problem = Solve(TinyLayer(random), chip, random.Next(3) == 0 ? LegalityProfile.Reference : LegalityProfile.Strict);
            }

            problems[i] = problem;
        });
        return problems;
    }

    private static Layer TinyLayer(Random random)
    {
        int[] bounds = [1, 1, 1, 1, 1, 1, 1];
        for (var factors = random.Next(2, 6); factors > 0; factors--)
        {
            bounds[random.Next(7)] *= random.Next(5) == 0 ? 3 : 2;
        }

        if (random.Next(4) == 0)
        {
            // Mirror-symmetric layers take a short cut in the search.
            (bounds[0], bounds[2]) = (bounds[1], bounds[3]);
            return new Layer { R = bounds[0], S = bounds[1], P = bounds[2], Q = bounds[3], C = bounds[4], K = bounds[5], G = bounds[6], H = bounds[2] + bounds[0] - 1, W = bounds[2] + bounds[0] - 1 };
        }

        var stride = random.Next(1, 3);
        return new Layer
        {
            R = bounds[0], S = bounds[1], P = bounds[2], Q = bounds[3], C = bounds[4], K = bounds[5], G = bounds[6],
            StrideHeight = stride,
            StrideWidth = random.Next(1, 3),
            DilationHeight = random.Next(6) == 0 ? 2 : 1,
            H = Math.Max(1, ((bounds[2] - 1) * stride) + bounds[0] - random.Next(2)),
            W = bounds[3] + bounds[1] - 1,
            WeightIndexBits = Math.Max(0, bounds.Sum() % 4 - 1),
        };
    }

    /// <summary>Null when there are too many mappings to try them all.</summary>
    private static Problem? Solve(Layer layer, Chip chip, LegalityProfile profile)
    {
        var evaluator = new Evaluator(chip);
        var problem = new Problem(layer, chip, profile);
        var tried = 0;
        try
        {
            BruteForce.Enumerate(layer, chip, profile, candidate =>
            {
                if (++tried > MostMappings)
                {
                    throw new TooManyException();
                }

                problem.Note(evaluator.Measure(candidate.ToMapping()));
            });
        }
        catch (TooManyException)
        {
            return null;
        }

        return problem;
    }

    private sealed class TooManyException : Exception;

    private sealed record Problem(Layer Layer, Chip Chip, LegalityProfile Profile)
    {
        public double[] Best { get; } = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity];

        public double LeastEnergyAtBestLatency { get; private set; } = double.PositiveInfinity;

        public void Note(LatencyEnergy cost)
        {
            if (cost.Cycles < Best[0] || (cost.Cycles == Best[0] && cost.Nanojoules < LeastEnergyAtBestLatency))
            {
                LeastEnergyAtBestLatency = cost.Nanojoules;
            }

            Best[0] = Math.Min(Best[0], cost.Cycles);
            Best[1] = Math.Min(Best[1], cost.Nanojoules);
            Best[2] = Math.Min(Best[2], cost.Edp);
        }

        public override string ToString() => $"{Layer} {Profile} on {string.Join(' ', Chip.Levels.Select(l => $"{l.Name}:{l.CapacityBits}/{l.PortBitsPerCycle}"))} "
            + $"axes {string.Join(' ', Chip.Axes.Select(a => a.Size))} {Chip.Precision} ping-pong {Chip.Macro.PingPong}";
    }
}
