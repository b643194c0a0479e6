using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers;

/// <summary>The exact mapper under conditions and caps, against every legal mapping that keeps them.</summary>
public sealed class ConstraintTests
{
    private const int MostMappings = 3_000;

    private static readonly Lazy<TinyProblem[]> Problems = new(() => [.. TinyProblem.Make(seed: 77, count: 80, MostMappings)]);

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    [InlineData(Objective.Edp)]
    public void Conditions_leave_the_best_mapping_that_keeps_them(Objective objective)
    {
        var random = new Random(5);
        var infeasible = 0;
        var binding = 0;
        foreach (var problem in Problems.Value)
        {
            var constraints = Draw(problem.Chip, random);
            var values = problem.All.Where(m => constraints.Violations(m.Mapping, problem.Chip).IsEmpty).Select(m => Value(objective, m.Cost)).ToArray();
            var result = Map(problem, new MapperOptions { Objective = objective, Constraints = constraints });
            if (values.Length == 0)
            {
                infeasible++;
                result.Status.ShouldBe(MapperStatus.Infeasible, problem.Layer.ToString());
                result.Infeasibility.ShouldContain("condition");
                continue;
            }

            result.Status.ShouldBe(MapperStatus.Optimal);
            result.Value.ShouldBe(values.Min(), values.Min() * 1e-9, $"{problem.Layer} {constraints}");
            constraints.Violations(result.Mapping!, problem.Chip).ShouldBeEmpty();
            binding += values.Min() > problem.All.Min(m => Value(objective, m.Cost)) * (1 + 1e-9) ? 1 : 0;
        }

        infeasible.ShouldBeGreaterThan(0);
        binding.ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    [InlineData(Objective.Edp)]
    public void Caps_leave_the_best_mapping_that_keeps_them(Objective objective)
    {
        var random = new Random(6);
        var infeasible = 0;
        foreach (var problem in Problems.Value)
        {
            var (fastest, slowest) = (problem.All.Min(m => m.Cost.Cycles), problem.All.Max(m => m.Cost.Cycles));
            var (least, most) = (problem.All.Min(m => m.Cost.Nanojoules), problem.All.Max(m => m.Cost.Nanojoules));
            var options = new MapperOptions
            {
                Objective = objective,
                LatencyCap = random.Next(3) == 0 ? double.PositiveInfinity : fastest + (0.02 * random.NextDouble() * (slowest - fastest)),
                EnergyCap = random.Next(3) == 0 ? double.PositiveInfinity : least + (0.02 * random.NextDouble() * (most - least)),
            };
            var values = problem.All.Where(m => m.Cost.Cycles <= options.LatencyCap && m.Cost.Nanojoules <= options.EnergyCap).Select(m => Value(objective, m.Cost)).ToArray();
            var result = Map(problem, options);
            if (values.Length == 0)
            {
                infeasible++;
                result.Status.ShouldBe(MapperStatus.Infeasible);
                result.Infeasibility.ShouldContain("not both at once");
                continue;
            }

            result.Status.ShouldBe(MapperStatus.Optimal);
            result.Value.ShouldBe(values.Min(), values.Min() * 1e-9, $"{problem.Layer} {options}");
        }

        infeasible.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void An_unreachable_cap_is_explained_by_the_value_that_can_be_reached()
    {
        var layer = LayerParser.Parse("C=64,K=64,P=8");
        var best = new ExactMapper().Map(layer, TestChips.Default, new MapperOptions { Objective = Objective.Latency }).Value;
        var result = new ExactMapper().Map(layer, TestChips.Default, new MapperOptions { Objective = Objective.Energy, LatencyCap = best - 1 });
        result.Status.ShouldBe(MapperStatus.Infeasible);
        result.Infeasibility.ShouldBe(FormattableString.Invariant($"no mapping is faster than {best:N0} cycles, the cap is {best - 1:N0} cycles"));
        var frugal = new ExactMapper().Map(layer, TestChips.Default, new MapperOptions { Objective = Objective.Energy }).Value;
        new ExactMapper().Map(layer, TestChips.Default, new MapperOptions { Objective = Objective.Latency, EnergyCap = frugal * 0.99 }).Infeasibility.ShouldContain("no mapping takes less than");
    }

    [Fact]
    public void The_condition_that_is_in_the_way_is_named()
    {
        var layer = LayerParser.Parse("C=64,K=64,P=8");
        var constraints = MappingConstraints.None with { Order = [Dim.K, Dim.C], Forbidden = [new OperandAtLevel(Operand.Output, 0)] };
        var result = new ExactMapper().Map(layer, TestChips.Default, new MapperOptions { Constraints = constraints });
        result.Status.ShouldBe(MapperStatus.Infeasible);
        result.Infeasibility.ShouldBe("the conditions leave no mapping; there is one without no O in Dram");
    }

    [Fact]
    public void Conditions_of_which_each_is_in_the_way_are_named_together()
    {
        var layer = LayerParser.Parse("C=64,K=64,P=8");
        var constraints = MappingConstraints.None with
        {
            Forbidden = [new OperandAtLevel(Operand.Output, 0)],
            Limits = [new BufferLimit(0, Operand.Output, 8), new BufferLimit(0, null, 8)],
            Order = [Dim.K, Dim.C],
        };
        new ExactMapper().Map(layer, TestChips.Default, new MapperOptions { Constraints = constraints }).Infeasibility.ShouldBe("the conditions together leave no mapping");
    }

    [Fact]
    public void A_cap_beside_an_impossible_condition_is_not_blamed()
    {
        var options = new MapperOptions { EnergyCap = 1e-6, Constraints = MappingConstraints.None with { Forbidden = [new OperandAtLevel(Operand.Output, 0)] } };
        new ExactMapper().Map(LayerParser.Parse("C=64,K=64,P=8"), TestChips.Default, options).Infeasibility.ShouldBe("the conditions leave no mapping; there is one without no O in Dram");
    }

    [Fact]
    public void The_front_has_exactly_the_mappings_that_nothing_dominates()
    {
        var sizes = new List<int>();
        foreach (var problem in TinyProblem.Make(seed: 78, count: 40, mostMappings: 20_000))
        {
            var expected = new List<(double Cycles, double Nanojoules)>();
            foreach (var (_, cost) in problem.All.OrderBy(m => m.Cost.Cycles).ThenBy(m => m.Cost.Nanojoules))
            {
                if (expected.Count == 0 || cost.Nanojoules < expected[^1].Nanojoules * (1 - 1e-11))
                {
                    expected.Add((cost.Cycles, cost.Nanojoules));
                }
            }

            var front = ParetoMapper.Map(problem.Layer, problem.Chip, new MapperOptions { Profile = problem.Profile, Padding = false, Threads = 1 }, points: 1000);
            front.Status.ShouldBe(MapperStatus.Optimal);
            front.IsComplete.ShouldBeTrue();
            front.Points.Select(p => p.Cost.LatencyCycles).ShouldBe(expected.Select(p => p.Cycles), problem.Layer.ToString());
            front.Points.Zip(expected).ShouldAllBe(p => Math.Abs(p.First.Cost.TotalNanojoules - p.Second.Nanojoules) <= 1e-9 * p.Second.Nanojoules);
            sizes.Add(expected.Count);
        }

        sizes.Max().ShouldBeGreaterThan(3);
        sizes.Count(size => size > 1).ShouldBeGreaterThan(4);
    }

    [Fact]
    public void A_front_has_no_more_points_than_asked_for_and_ends_at_the_optima()
    {
        var layer = LayerParser.Parse("R=3,S=3,P=7,Q=7,C=64,K=64,padding=1");
        var front = ParetoMapper.Map(layer, TestChips.Default, new MapperOptions(), points: 4);
        front.Points.Length.ShouldBeInRange(2, 4);
        front.Points[0].Cost.LatencyCycles.ShouldBe(new ExactMapper().Map(layer, TestChips.Default, new MapperOptions { Objective = Objective.Latency }).Value);
        var energy = new ExactMapper().Map(layer, TestChips.Default, new MapperOptions { Objective = Objective.Energy }).Value;
        front.Points[^1].Cost.TotalNanojoules.ShouldBe(energy, energy * 1e-9);
    }

    private static MapperResult Map(TinyProblem problem, MapperOptions options) =>
        new ExactMapper().Map(problem.Layer, problem.Chip, options with { Profile = problem.Profile, Padding = false, Threads = 1 });

    private static double Value(Objective objective, Cimarron.Costs.LatencyEnergy cost) => objective switch
    {
        Objective.Latency => cost.Cycles,
        Objective.Energy => cost.Nanojoules,
        _ => cost.Edp,
    };

    /// <summary>Two to four random conditions.</summary>
    internal static MappingConstraints Draw(Chip chip, Random random)
    {
        var constraints = MappingConstraints.None;
        for (var count = random.Next(2, 5); count > 0; count--)
        {
            var operand = Operands.All[random.Next(Operands.Count)];
            var levels = Enumerable.Range(0, chip.Levels.Length).Where(l => chip.Levels[l].Holding(operand)).ToArray();
            var level = levels[random.Next(levels.Length)];
            constraints = random.Next(4) switch
            {
                0 => constraints with { Order = [.. Operands.Dims.OrderBy(_ => random.Next()).Take(random.Next(2, 8))] },
                1 => constraints with { Forbidden = constraints.Forbidden.Add(new OperandAtLevel(operand, level)) },
                2 => constraints with { Stationary = constraints.Stationary.Add(new OperandAtLevel(operand, level)) },
                _ => constraints with { Limits = constraints.Limits.Add(new BufferLimit(level, random.Next(2) == 0 ? null : operand, random.Next(200))) },
            };
        }

        return constraints;
    }
}
