using Cimarron.Costs;
using Cimarron.Mappers;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Recursion;
using Cimarron.Mappings;

namespace Cimarron.Tests.Mappers.Formulations;

/// <summary>The label-setting search of the recursion against every legal mapping there is.</summary>
public sealed class RecursionSearchTests
{
    [Fact]
    public void The_search_finds_the_best_of_all_legal_mappings()
    {
        var problems = 0;
        foreach (var problem in SmallProblem.Make(seed: 7_000, count: 40))
        {
            problems++;
            foreach (var objective in Enum.GetValues<Objective>())
            {
                var optimum = new RecursionLayerSearch(new ChipSearchTables(problem.Chip), problem.Layer, problem.Options(objective), () => false).Run();

                optimum.Value.ShouldBe(problem.Best[(int)objective], 1e-9 * problem.Best[(int)objective], $"{objective} {problem}");
                optimum.IsProven.ShouldBeTrue();
                MappingValidator.IsLegal(optimum.Mapping!, problem.Chip, problem.Profile).ShouldBeTrue();
                var cost = new AnalyticModel(problem.Chip).Measure(optimum.Mapping!);
                double[] values = [cost.Cycles, cost.Nanojoules, cost.Edp];
                values[(int)objective].ShouldBe(optimum.Value, 1e-9 * optimum.Value, $"{objective} {problem}");
            }
        }

        problems.ShouldBe(40);
    }

    [Fact]
    public void The_path_bound_is_below_every_optimum_of_its_scheme()
    {
        foreach (var problem in SmallProblem.Make(seed: 7_500, count: 12))
        {
            foreach (var objective in Enum.GetValues<Objective>())
            {
                var tables = new ChipSearchTables(problem.Chip);
                var search = new RecursionLayerSearch(tables, problem.Layer, problem.Options(objective), () => false);
                var least = search.Schemes().Min(s => new RecursionBound(search.Columns(s.Scheme), objective, problem.Chip.LeakageNanojoulesPerCycle, null, double.PositiveInfinity).Root);

                least.ShouldBeLessThanOrEqualTo(problem.Best[(int)objective] * (1 + 1e-9), $"{objective} {problem}");
                least.ShouldBeGreaterThan(0);
            }
        }
    }
}
