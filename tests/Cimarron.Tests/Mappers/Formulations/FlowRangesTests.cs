using Cimarron.Mappers;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Formulations;
using Cimarron.Mappers.Recursion;
using Cimarron.Tests.Solvers;

namespace Cimarron.Tests.Mappers.Formulations;

/// <summary>The ranges of the lattice-flow program and the choice of columns near the optimum.</summary>
public sealed class FlowRangesTests
{
    /// <summary>The optimum's own path keeps every range when the cap is the optimum, to the last cycle.</summary>
    [Fact]
    public void The_best_path_satisfies_the_program_when_nothing_worse_is_allowed()
    {
        var paths = 0;
        foreach (var (problem, tables, columns, labels) in BestPath.ForLatency(seed: 8_500, count: 20))
        {
            var goal = new ProgramGoal(IsLatency: true, labels.Best, 0, 1, long.MaxValue, double.PositiveInfinity);
            var program = new LatticeFlowProgram(new FlowGraph(new ColumnChoice(columns), filter: null), goal, tables, labels.Path);
            var values = program.Start.ShouldNotBeNull();
            paths++;

            foreach (var row in program.Model.Constraints)
            {
                row.Terms.Sum(t => t.Coefficient * values[t.Variable.Index]).ShouldBeInRange(row.Lower - 1e-6, row.Upper + 1e-6, $"{row.Name} {problem}");
            }
        }

        paths.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void An_arc_cannot_be_taken_when_the_cap_is_below_what_it_costs()
    {
        var (graph, best) = BestScheme(SmallProblem.Make(seed: 8_600, count: 1).Single());

        var start = graph.Arcs.Where(a => a.From == 0).ToArray();
        var tight = new FlowRanges(graph, graph.Source.Tables.ComputeCycles * 0.99);
        var loose = new FlowRanges(graph, best);

        start.ShouldAllBe(a => tight.Of(a).LeastEnergy > tight.Of(a).MostEnergy);
        start.ShouldContain(a => loose.Of(a).LeastEnergy <= loose.Of(a).MostEnergy);
    }

    /// <summary>The columns that have the optimum's value form a program whose optimum it is; with more columns it stays so.</summary>
    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Energy)]
    public void A_certificate_in_full_confirms_what_the_columns_near_the_optimum_do(Objective objective)
    {
        foreach (var problem in SmallProblem.Make(seed: 8_700, count: 5))
        {
            var near = Run(problem, objective, inFull: false);
            var full = Run(problem, objective, inFull: true);

            full.Schemes.ShouldAllBe(s => s.Near == null);
            near.IsComplete.ShouldBeTrue();
            full.IsComplete.ShouldBeTrue();
            near.Best!.Value.ShouldBe(problem.Best[(int)objective], 1e-6 * problem.Best[(int)objective]);
            full.Best!.Value.ShouldBe(problem.Best[(int)objective], 1e-6 * problem.Best[(int)objective]);
        }
    }

    private static FlowConfirmation Run(SmallProblem problem, Objective objective, bool inFull)
    {
        var confirmation = new FlowConfirmation(new ChipSearchTables(problem.Chip), problem.Layer, problem.Options(objective), TestSolvers.CbcExecutable, default, inFull);
        confirmation.Run();
        return confirmation;
    }

    private static (FlowGraph Graph, double Best) BestScheme(SmallProblem problem)
    {
        var search = new RecursionLayerSearch(new ChipSearchTables(problem.Chip), problem.Layer, problem.Options(Objective.Latency), () => false);
        var optimum = search.Run();
        var graphs = optimum.Open.Select(s => new FlowGraph(new ColumnChoice(search.Columns(s.Scheme)), filter: null)).Where(g => g.Arcs.Count > 0).ToArray();
        return (graphs[0], optimum.Value * 1.5);
    }
}
