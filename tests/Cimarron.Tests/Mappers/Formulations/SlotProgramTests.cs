using Cimarron.Mappers;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Formulations;
using Cimarron.Tests.Solvers;

namespace Cimarron.Tests.Mappers.Formulations;

/// <summary>The slot form against every mapping of its space.</summary>
public sealed class SlotProgramTests
{
    [Theory]
    [InlineData(Objective.Latency, 9_000, 20)]
    [InlineData(Objective.Energy, 9_100, 8)]
    [InlineData(Objective.Edp, 9_200, 4)]
    public void The_program_has_the_best_of_all_mappings_of_its_space(Objective objective, int seed, int count)
    {
        var programs = 0;
        foreach (var problem in SmallProblem.Make(seed, count))
        {
            var tables = new ChipSearchTables(problem.Chip);
            foreach (var scheme in SchemeEnumerator.Enumerate(tables.Costs, problem.Layer, padding: false).Take(2))
            {
                if (!problem.BestOfSlots.TryGetValue(SmallProblem.Key(scheme.Spatial), out var best))
                {
                    continue;
                }

                programs++;
                var wanted = best[(int)objective];
                var space = new SlotSpace(new SchemeTables(tables.Costs, problem.Layer, scheme));
                var outcome = new ProgramSolver(tables, TestSolvers.CbcExecutable, objective).Solve(
                    goal => new SlotProgram(tables.Costs, space, goal, problem.Profile), space.Tables.ComputeCycles, wanted * 1.3, space.Tables.MacNanojoules, TimeSpan.FromSeconds(30), default);

                outcome.IsComplete.ShouldBeTrue(problem.ToString());
                outcome.Value.ShouldBe(wanted, 1e-6 * wanted, $"{objective} {problem}");
            }
        }

        programs.ShouldBeGreaterThan(count / 2);
    }

    [Theory]
    [InlineData(1, new int[0])]
    [InlineData(7, new[] { 7 })]
    [InlineData(6, new[] { 2, 3 })]
    [InlineData(8, new[] { 2, 2, 2 })] // 4 + 10/2 + 20/4 = 14 against 4 + 9/2 + 16/4 = 12.5 of 2 · 4
    [InlineData(16, new[] { 2, 2, 4 })] // 5 + 15/2 + 35/4 against 5 + 15/2 + 34/4: only three groups of one 2 each are lost
    [InlineData(49, new[] { 7, 7 })]
    public void Factors_are_merged_while_little_freedom_is_lost(int bound, int[] expected) => FlexibleFactors.Of(bound).ShouldBe(expected);

    [Fact]
    public void The_score_counts_products_of_groups()
    {
        // 2 · 3: one group makes 1, 2, 3, 6; two disjoint groups give each factor to the first, the second or none, 3² pairs; three groups 4² triples.
        FlexibleFactors.Score([2, 3]).ShouldBe(4 + (9 / 2.0) + (16 / 4.0));
        // 2 · 2: products 1, 2, 4; pairs by exponents a + b ≤ 2: 6; triples a + b + c ≤ 2: 10.
        FlexibleFactors.Score([2, 2]).ShouldBe(3 + (6 / 2.0) + (10 / 4.0));
    }
}
