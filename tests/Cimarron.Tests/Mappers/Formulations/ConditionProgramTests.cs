using Cimarron.Costs;
using Cimarron.Mappers;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Formulations;
using Cimarron.Mappers.Recursion;
using Cimarron.Mappings;
using Cimarron.Tests.Solvers;

namespace Cimarron.Tests.Mappers.Formulations;

/// <summary>Conditions in the recursion's search and in F2, against every legal mapping that keeps them.</summary>
public sealed class ConditionProgramTests
{
    /// <summary>Conditions that cost something are wanted; most problems are so small that random ones leave the best mapping, or none.</summary>
    private const int MostAttempts = 5;

    private static readonly Lazy<TinyProblem[]> Problems = new(() => [.. TinyProblem.Make(seed: 91, count: 60, mostMappings: 2_000)]);

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    [InlineData(Objective.Edp)]
    public void The_search_finds_the_recursions_best_mapping_that_keeps_the_conditions(Objective objective)
    {
        var (binding, infeasible) = (0, 0);
        foreach (var (problem, constraints, best, isBinding) in Draw(objective, seed: 15, Problems.Value.Length))
        {
            var optimum = new RecursionLayerSearch(new ChipSearchTables(problem.Chip, constraints), problem.Layer, Options(problem, objective, constraints), () => false).Run();
            if (double.IsPositiveInfinity(best))
            {
                optimum.Mapping.ShouldBeNull();
                optimum.LowerBound.ShouldBe(best);
                infeasible++;
                continue;
            }

            optimum.Value.ShouldBe(best, 1e-9 * best, $"{problem.Layer} {constraints}");
            constraints.Violations(optimum.Mapping!, problem.Chip).ShouldBeEmpty();
            binding += isBinding ? 1 : 0;
        }

        binding.ShouldBeGreaterThan(8);
        infeasible.ShouldBeGreaterThan(0);
    }

    /// <summary>Programs with all columns and a loose limit: what they cannot hold, no bound has kept out.</summary>
    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    public void Programs_with_all_columns_hold_only_mappings_that_keep_the_conditions(Objective objective)
    {
        var binding = 0;
        foreach (var (problem, constraints, best, _) in Draw(objective, seed: 16, Problems.Value.Length).Where(p => p.IsBinding).Take(3))
        {
            var tables = new ChipSearchTables(problem.Chip, constraints);
            var search = new RecursionLayerSearch(tables, problem.Layer, Options(problem, objective, constraints), () => false);
            var solver = new ProgramSolver(tables, TestSolvers.CbcExecutable, objective);
            var found = double.PositiveInfinity;
            foreach (var scheme in search.Schemes())
            {
                var columns = search.Columns(scheme.Scheme);
                var graph = new FlowGraph(new ColumnChoice(columns), ColumnFilter.Of(constraints));
                if (graph.Arcs.Count == 0)
                {
                    continue;
                }

                var outcome = solver.Solve(goal => new LatticeFlowProgram(graph, goal, tables, []), columns.Tables.ComputeCycles, best * 1.1, columns.Tables.MacNanojoules, TimeSpan.FromSeconds(30), default);
                outcome.IsComplete.ShouldBeTrue();
                found = Math.Min(found, outcome.Value);
                if (outcome.Mapping is { } mapping)
                {
                    constraints.Violations(mapping, problem.Chip).ShouldBeEmpty();
                }
            }

            found.ShouldBe(best, 1e-6 * best, $"{problem.Layer} {constraints}");
            binding++;
        }

        binding.ShouldBe(3);
    }

    [Fact]
    public void The_mapper_and_the_certifier_keep_conditions_and_say_so()
    {
        var proven = 0;
        foreach (var (problem, constraints, best, _) in Draw(Objective.Latency, seed: 17, 6))
        {
            ILayerMapper mapper = new MipMapper(TestSolvers.CbcExecutable);
            mapper.KeepsConditions.ShouldBeTrue();
            mapper.KeepsCaps.ShouldBeFalse();

            var result = mapper.Map(problem.Layer, problem.Chip, Options(problem, Objective.Latency, constraints));

            if (double.IsPositiveInfinity(best))
            {
                result.Status.ShouldBe(MapperStatus.Infeasible);
                continue;
            }

            result.Recursion!.Value.ShouldBe(best, 1e-6 * best, $"{problem.Layer} {constraints}");
            constraints.Violations(result.Mapping!, problem.Chip).ShouldBeEmpty();
            result.Assumptions.Count(a => a.StartsWith("condition: ", StringComparison.Ordinal)).ShouldBe(constraints.Split(problem.Chip).Count());
            proven += result.Recursion.IsOptimal ? 1 : 0;
            var certificate = new Certifier(TestSolvers.CbcExecutable).Certify(result.Mapping!, problem.Chip, Options(problem, Objective.Latency, constraints));
            certificate.RecursionValue.ShouldBe(best, 1e-9 * best);
            certificate.IsConfirmed.ShouldBe(result.Recursion.IsOptimal);
        }

        proven.ShouldBeGreaterThan(2);
        new MipMapper(TestSolvers.CbcExecutable, new MipOptions { Formulation = MipFormulation.Slots }).KeepsConditions.ShouldBeFalse();
    }

    private static MapperOptions Options(TinyProblem problem, Objective objective, MappingConstraints constraints) =>
        new() { Objective = objective, Profile = problem.Profile, Padding = false, Threads = 1, Constraints = constraints };

    private static IEnumerable<(TinyProblem Problem, MappingConstraints Constraints, double Best, bool IsBinding)> Draw(Objective objective, int seed, int count)
    {
        var random = new Random(seed);
        foreach (var problem in Problems.Value.Take(count))
        {
            var model = new AnalyticModel(problem.Chip);
            double Value(Mapping mapping) => model.Measure(mapping) is var cost && objective == Objective.Latency ? cost.Cycles : objective == Objective.Energy ? cost.Nanojoules : cost.Edp;
            var values = problem.All.Select(m => Value(m.Mapping)).ToArray();
            for (var attempt = 1; ; attempt++)
            {
                var constraints = ConstraintTests.Draw(problem.Chip, random);
                var best = problem.All.Zip(values).Where(m => constraints.Violations(m.First.Mapping, problem.Chip).IsEmpty).Select(m => m.Second).DefaultIfEmpty(double.PositiveInfinity).Min();
                var isBinding = double.IsFinite(best) && best > values.Min() * (1 + 1e-9);
                if (isBinding || attempt == MostAttempts)
                {
                    yield return (problem, constraints, best, isBinding);
                    break;
                }
            }
        }
    }
}
