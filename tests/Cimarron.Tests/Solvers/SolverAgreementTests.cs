using Cimarron.Solvers;

namespace Cimarron.Tests.Solvers;

/// <summary>Every back end finds what trying everything finds.</summary>
public sealed class SolverAgreementTests
{
    private const int Count = 110;

    public static TheoryData<string> Commands => [TestSolvers.GlpkCommand, TestSolvers.CbcCommand, TestSolvers.CbcLpCommand];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Solvers_started_by_a_command_agree_with_enumeration(string command)
    {
        var solver = SolverLibrary.FromCommand(command);
        var random = new Random(20261121);
        var (solved, infeasible) = (0, 0);
        for (var i = 0; i < Count; i++)
        {
            var model = RandomModels.Next(random);
            var expected = Enumeration.Optimum(model);

            var result = solver.Solve(model, new SolveOptions());

            if (expected is { } optimum)
            {
                result.Status.ShouldBe(SolveStatus.Optimal, $"{i}");
                result.Objective!.Value.ShouldBe(optimum, 1e-6, $"{i}");
                result.Bound!.Value.ShouldBe(optimum, 1e-2, $"{i}");
                solved++;
            }
            else
            {
                result.Status.ShouldBe(SolveStatus.Infeasible, $"{i}");
                infeasible++;
            }
        }

        solved.ShouldBeGreaterThan(40);
        infeasible.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("cbc", false)]
    [InlineData("cbc", true)]
    [InlineData("highs", false)]
    [InlineData("highs", true)]
    public void Many_independent_programs_in_one_are_each_solved(string name, bool isMaximization)
    {
        var (model, expected) = Blocks(isMaximization);

        var result = SolverLibrary.Get(name).Solve(model, new SolveOptions { RelativeGap = 0, AbsoluteGap = 0 });

        // The sum is optimal only if every part is.
        result.Status.ShouldBe(SolveStatus.Optimal);
        result.Objective!.Value.ShouldBe(expected, 1e-6);
        result.Bound!.Value.ShouldBe(expected, 1e-4);
        result.Gap!.Value.ShouldBeLessThan(1e-6);
    }

    [Theory]
    [InlineData("cbc")]
    [InlineData("highs")]
    public void A_large_program_is_solved_from_its_solution_on(string name)
    {
        var (model, expected) = Blocks(isMaximization: false);
        var solver = SolverLibrary.Get(name);
        var start = solver.Solve(model, new SolveOptions()).Values;

        var result = solver.Solve(model, new SolveOptions { WarmStart = start });

        result.Status.ShouldBe(SolveStatus.Optimal);
        result.Objective!.Value.ShouldBe(expected, 1e-6);
    }

    [Theory]
    [InlineData("cbc")]
    [InlineData("highs")]
    public void Single_programs_agree_with_enumeration_and_say_when_there_is_no_solution(string name)
    {
        var solver = SolverLibrary.Get(name);
        var random = new Random(5);
        var statuses = new List<SolveStatus>();
        for (var i = 0; i < 10; i++)
        {
            var model = RandomModels.Next(random);
            var result = solver.Solve(model, new SolveOptions());
            statuses.Add(result.Status);
            var expected = Enumeration.Optimum(model);
            result.Status.ShouldBe(expected is null ? SolveStatus.Infeasible : SolveStatus.Optimal);
            (result.Objective ?? 0).ShouldBe(expected ?? 0, 1e-6);
        }

        statuses.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Linear_relaxations_agree()
    {
        var random = new Random(9);
        IMipSolver[] solvers = [TestSolvers.Cbc, TestSolvers.Highs, TestSolvers.Glpk, TestSolvers.CbcExecutable, TestSolvers.CbcFromLp];
        var feasible = 0;
        for (var i = 0; i < 6; i++)
        {
            var model = RandomModels.Next(random);
            var results = solvers.Select(s => s.Solve(model, new SolveOptions { RelaxIntegrality = true })).ToArray();
            results.Select(r => r.Status).Distinct().ShouldHaveSingleItem();
            if (results[0].Objective is not { } relaxed)
            {
                continue;
            }

            feasible++;
            results.ShouldAllBe(r => Math.Abs(r.Objective!.Value - relaxed) < 1e-6);
            if (Enumeration.Optimum(model) is { } optimum)
            {
                (model.IsMaximization ? optimum - relaxed : relaxed - optimum).ShouldBeLessThan(1e-6);
            }
        }

        feasible.ShouldBeGreaterThan(2);
    }

    [Theory]
    [InlineData("cbc")]
    [InlineData("highs")]
    [InlineData(TestSolvers.GlpkCommand)]
    [InlineData(TestSolvers.CbcCommand)]
    public void Unlimited_objectives_are_told_from_optima(string name)
    {
        var solver = name.Contains(' ', StringComparison.Ordinal) ? SolverLibrary.FromCommand(name) : SolverLibrary.Get(name);
        foreach (var kind in (VariableKind[])[VariableKind.Continuous, VariableKind.Integer])
        {
            var model = new MipModel();
            var (x, y) = (model.AddVariable("x", 0, double.PositiveInfinity, kind), model.AddVariable("y", 0, 5, kind));
            model.AddConstraint(x - y >= 1, "r");
            model.Maximize(x + y);

            solver.Solve(model, new SolveOptions()).Status.ShouldBeOneOf(SolveStatus.Unbounded, SolveStatus.InfeasibleOrUnbounded);
        }
    }

    /// <summary>Random programs side by side in one, and the sum of their optima.</summary>
    private static (MipModel Model, double Expected) Blocks(bool isMaximization)
    {
        var random = new Random(77);
        var (model, total, expected, blocks) = (new MipModel("blocks"), LinearExpression.Zero, 0.0, 0);
        while (blocks < Count)
        {
            var seed = random.Next();
            var single = new MipModel();
            RandomModels.Optimize(single, RandomModels.AddBlock(single, new Random(seed), ""), isMaximization);
            if (Enumeration.Optimum(single) is { } optimum)
            {
                total += RandomModels.AddBlock(model, new Random(seed), $"b{blocks}_");
                expected += optimum;
                blocks++;
            }
        }

        RandomModels.Optimize(model, total, isMaximization);
        return (model, expected);
    }
}
