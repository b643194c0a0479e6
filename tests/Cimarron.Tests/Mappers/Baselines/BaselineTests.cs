using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappers.Baselines;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers.Baselines;

/// <summary>What every heuristic owes: legal mappings, honest costs, no better than the proven optimum, no claims.</summary>
public sealed class BaselineTests
{
    private static readonly Layer Small = new() { Name = "l4.0.ds", P = 7, Q = 7, C = 256, K = 512, H = 14, W = 14, StrideHeight = 2, StrideWidth = 2 };

    private static readonly string[] Names = ["weight-stationary", "loma:limit=5", "random:samples=300"];

    public static TheoryData<string> Heuristics => [.. Names];

    [Theory]
    [MemberData(nameof(Heuristics))]
    public void Every_mapping_is_legal_and_its_cost_is_the_evaluators(string name)
    {
        var random = new Random(77);
        var mapped = 0;
        for (var i = 0; i < 120; i++)
        {
            var chip = random.Next(3) switch { 0 => TestChips.Default, 1 => TestChips.Transformer, _ => TestChips.Altered(random) };
            var layer = RandomMappings.RandomLayer(random);
            var options = new MapperOptions
            {
                Objective = (Objective)random.Next(3),
                Profile = random.Next(4) == 0 ? LegalityProfile.Reference : LegalityProfile.Strict,
                Padding = random.Next(2) == 0,
                TimeLimit = null,
            };
            var result = MapperLibrary.Create(name).Map(layer, chip, options);
            if (layer.Macs == 1)
            {
                result.Status.ShouldBe(MapperStatus.Infeasible);
                continue;
            }

            result.Status.ShouldBe(MapperStatus.Heuristic, $"{i}: {layer}");
            MappingValidator.Validate(result.Mapping!, chip, options.Profile).ShouldAllBe(v => v.Severity != Severity.Error, $"{i}: {layer}");
            var cost = new Evaluator(chip).Measure(result.Mapping!);
            var value = options.Objective switch { Objective.Latency => cost.Cycles, Objective.Energy => cost.Nanojoules, _ => cost.Edp };
            result.Value.ShouldBe(value, value * 1e-12);
            result.LowerBound.ShouldBeLessThanOrEqualTo(result.Value);
            mapped++;
        }

        mapped.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    [InlineData(Objective.Edp)]
    public void None_beats_the_proven_optimum_nor_falls_below_its_own_floor(Objective objective)
    {
        var random = new Random(4711);
        for (var i = 0; i < 40; i++)
        {
            var chip = random.Next(3) == 0 ? TestChips.Altered(random) : TestChips.Default;
            var layer = TinyLayer(random);
            var options = new MapperOptions { Objective = objective, Padding = random.Next(2) == 0, Threads = 1, TimeLimit = null };
            var optimum = new ExactMapper().Map(layer, chip, options);
            optimum.Status.ShouldBe(MapperStatus.Optimal, $"{i}: {layer}");
            foreach (var name in Names)
            {
                var result = MapperLibrary.Create(name).Map(layer, chip, options);
                result.Value.ShouldBeGreaterThanOrEqualTo(optimum.Value * (1 - 1e-9), $"{name} {i}: {layer}");
                result.LowerBound.ShouldBeLessThanOrEqualTo(optimum.Value * (1 + 1e-9), $"{name} {i}: {layer}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Heuristics))]
    public void Two_runs_agree(string name)
    {
        var options = new MapperOptions { TimeLimit = null };
        var first = MapperLibrary.Create(name).Map(Small, TestChips.Default, options);
        var second = MapperLibrary.Create(name).Map(Small, TestChips.Default, options);
        MappingJson.Print(second.Mapping!, TestChips.Default).ShouldBe(MappingJson.Print(first.Mapping!, TestChips.Default));
        second.Labels.ShouldBe(first.Labels);
    }

    [Fact]
    public void More_freedom_never_makes_the_searches_worse()
    {
        var options = new MapperOptions { TimeLimit = null };
        double Value(string name) => MapperLibrary.Create(name).Map(Small, TestChips.Default, options).Value;

        Value("loma:limit=5,spatial=4").ShouldBeLessThanOrEqualTo(Value("loma:limit=5,spatial=2"));
        Value("random:samples=400").ShouldBeLessThanOrEqualTo(Value("random:samples=100"));
        Value("random:samples=100,seed=2").ShouldNotBe(Value("random:samples=100,seed=1"));
    }

    [Theory]
    [InlineData("loma:limit=8,spatial=50")]
    [InlineData("random:seconds=60")]
    public void A_time_limit_ends_a_search_with_the_best_so_far(string name)
    {
        var result = MapperLibrary.Create(name).Map(Small, TestChips.Default, new MapperOptions { TimeLimit = TimeSpan.FromMilliseconds(30) });
        result.Status.ShouldBe(MapperStatus.TimeLimit);
        MappingValidator.IsLegal(result.Mapping!, TestChips.Default).ShouldBeTrue();
    }

    [Fact]
    public void A_cancelled_search_returns_instead_of_throwing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        MapperLibrary.Create("loma").Map(Small, TestChips.Default, new MapperOptions(), null, cancelled.Token).Status.ShouldBe(MapperStatus.Cancelled);
    }

    [Fact]
    public void A_layer_that_fits_nowhere_is_infeasible_and_the_result_says_why()
    {
        var chip = TestChips.Default.With(TestChips.Dram, l => l with { CapacityBits = 1000 });
        foreach (var name in Names)
        {
            var result = MapperLibrary.Create(name).Map(Small, chip, new MapperOptions());
            result.Status.ShouldBe(MapperStatus.Infeasible);
            result.Infeasibility.ShouldContain("Dram");
        }
    }

    private static Layer TinyLayer(Random random)
    {
        int[] bounds = [1, 1, 1, 1, 1, 1, 1];
        for (var factors = random.Next(3, 8); factors > 0; factors--)
        {
            bounds[random.Next(7)] *= random.Next(6) switch { 0 => 3, 1 => 5, _ => 2 };
        }

        return new Layer
        {
            R = bounds[0], S = bounds[1], P = bounds[2], Q = bounds[3], C = bounds[4], K = bounds[5], G = bounds[6],
            H = bounds[2] + bounds[0] - 1,
            W = bounds[3] + bounds[1] - 1,
        };
    }
}
