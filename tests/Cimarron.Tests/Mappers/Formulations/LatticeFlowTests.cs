using Cimarron.Mappers;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Formulations;
using Cimarron.Mappers.Recursion;
using Cimarron.Mappings;
using Cimarron.Tests.Solvers;

namespace Cimarron.Tests.Mappers.Formulations;

/// <summary>The lattice-flow program against every legal mapping there is.</summary>
public sealed class LatticeFlowTests
{
    /// <summary>No bound and no search helps here: the programs of all schemes hold all columns, and the limit is loose.</summary>
    [Theory]
    [InlineData(Objective.Latency, 8_000, 14)]
    [InlineData(Objective.Energy, 8_100, 12)]
    [InlineData(Objective.Edp, 8_200, 4)]
    public void The_programs_with_all_columns_have_the_best_of_all_mappings(Objective objective, int seed, int count)
    {
        foreach (var problem in SmallProblem.Make(seed, count))
        {
            var tables = new ChipSearchTables(problem.Chip);
            var search = new RecursionLayerSearch(tables, problem.Layer, problem.Options(objective), () => false);
            var solver = new ProgramSolver(tables, TestSolvers.CbcExecutable, objective);
            var best = double.PositiveInfinity;
            foreach (var scheme in search.Schemes())
            {
                var columns = search.Columns(scheme.Scheme);
                var graph = new FlowGraph(new ColumnChoice(columns), filter: null);
                if (graph.Arcs.Count == 0)
                {
                    continue;
                }

                var outcome = solver.Solve(goal => new LatticeFlowProgram(graph, goal, tables, []), columns.Tables.ComputeCycles, problem.Best[(int)objective] * 1.2, columns.Tables.MacNanojoules, TimeSpan.FromSeconds(30), default);
                outcome.IsComplete.ShouldBeTrue();
                best = Math.Min(best, outcome.Value);
            }

            best.ShouldBe(problem.Best[(int)objective], 1e-6 * problem.Best[(int)objective], $"{objective} {problem}");
        }
    }

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    [InlineData(Objective.Edp)]
    public void A_solver_confirms_the_optimum_on_the_columns_near_it(Objective objective)
    {
        foreach (var problem in SmallProblem.Make(seed: 8_300, count: 10))
        {
            var confirmation = new FlowConfirmation(new ChipSearchTables(problem.Chip), problem.Layer, problem.Options(objective), TestSolvers.CbcExecutable, default);
            confirmation.Run();

            confirmation.IsComplete.ShouldBeTrue(problem.ToString());
            confirmation.Best!.Value.ShouldBe(problem.Best[(int)objective], 1e-6 * problem.Best[(int)objective], $"{objective} {problem}");
            confirmation.LowerBound.ShouldBe(problem.Best[(int)objective], 1e-5 * problem.Best[(int)objective], $"{objective} {problem}");
        }
    }

    [Fact]
    public void A_path_satisfies_the_program_at_the_value_of_its_mapping()
    {
        foreach (var (problem, tables, columns, labels) in BestPath.ForLatency(seed: 8_400, count: 20))
        {
            var goal = new ProgramGoal(IsLatency: true, labels.Best * 1.5, 0, 1, long.MaxValue, double.PositiveInfinity);
            var program = new LatticeFlowProgram(new FlowGraph(new ColumnChoice(columns), filter: null), goal, tables, labels.Path);
            var values = program.Start.ShouldNotBeNull();

            foreach (var row in program.Model.Constraints)
            {
                row.Terms.Sum(t => t.Coefficient * values[t.Variable.Index]).ShouldBeInRange(row.Lower - 1e-7, row.Upper + 1e-7, row.Name);
            }

            (program.Model.ObjectiveAt(values) * program.Unit).ShouldBe(labels.Best, 1e-9 * labels.Best, problem.ToString());
        }
    }
}
