using Cimarron.Solvers;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Running;

namespace Cimarron.Tests.Solvers;

public sealed class AnswerCheckTests
{
    [Fact]
    public void Values_are_rounded_and_the_objective_is_ours()
    {
        var model = Knapsack(out var x, out var y);

        var result = Solve(model, new Answer(Claim.Optimal, "s") { Values = [0.9999999, 2.0000001], Bound = 7 });

        result.Values.ShouldBe([1, 2]);
        result.Objective.ShouldBe(7);
        result.Bound.ShouldBe(7);
        (result[x], result[y], result.Gap).ShouldBe((1.0, 2.0, 0.0));
    }

    [Theory]
    [InlineData(7.5, SolveStatus.Feasible, 7.5)]
    [InlineData(7.0000001, SolveStatus.Optimal, 7.0000001)]
    [InlineData(6.9999999, SolveStatus.Optimal, 7.0)]
    [InlineData(double.PositiveInfinity, SolveStatus.Feasible, null)]
    public void A_bound_decides_whether_a_stopped_solver_had_finished(double bound, SolveStatus status, double? reported)
    {
        var result = Solve(Knapsack(out _, out _), new Answer(Claim.Stopped, "s") { Values = [1, 2], Bound = bound });

        (result.Status, result.Bound).ShouldBe((status, reported));
    }

    [Fact]
    public void Optimal_with_an_open_bound_is_only_feasible()
    {
        var result = Solve(Knapsack(out _, out _), new Answer(Claim.Optimal, "s") { Values = [1, 2], Bound = 7.1 });

        (result.Status, result.Bound).ShouldBe((SolveStatus.Feasible, 7.1));
    }

    [Fact]
    public void A_bound_that_a_maximisation_exceeds_is_a_lie() =>
        Lie(Knapsack(out _, out _), new Answer(Claim.Stopped, "s") { Values = [1, 2], Bound = 6.9 }).ShouldContain("claims a bound of 6.9, and there is a solution of objective 7");

    [Fact]
    public void Optimal_without_values_is_a_lie() => Lie(Knapsack(out _, out _), new Answer(Claim.Optimal, "s")).ShouldContain("claims an optimum and gives no solution");

    [Fact]
    public void A_violated_indicator_row_is_found_and_an_idle_one_is_not()
    {
        var model = new MipModel();
        var (b, x) = (model.AddBinary("b"), model.AddVariable("x", 0, 10));
        model.AddIndicator(b, true, x <= 2, "only two");
        model.Maximize(x + b);

        Solve(model, new Answer(Claim.Stopped, "s") { Values = [0, 10] }).Objective.ShouldBe(10);
        Lie(model, new Answer(Claim.Stopped, "s") { Values = [1, 10] }).ShouldContain("row 'only two' should be at most 2 and is 10");
    }

    [Fact]
    public void A_solution_that_leans_on_a_rounding_error_is_solved_again_with_whole_numbers()
    {
        // 1e-7 of the switch allows x = 1 through the big-M of 10,000,000; honestly x must be 0 without it.
        var model = new MipModel();
        var (b, x) = (model.AddBinary("b"), model.AddVariable("x", 0, 1e7));
        model.AddIndicator(b, false, x <= 0, "switch");
        model.AddConstraint(x >= 0, "free");
        model.Maximize(x - (100 * b));
        var solver = new FakeSolver(job => job.Options.RelaxIntegrality ? Relaxed(job) : new Answer(Claim.Stopped, "s") { Values = [1e-7, 1] });

        var result = solver.Solve(model, new SolveOptions());

        solver.Calls.ShouldBe(2);
        result.Values.ShouldBe([0, 0]);
        result.Status.ShouldBe(SolveStatus.Feasible);

        static Answer Relaxed(SolveJob job)
        {
            job.Model.Variables[0].Upper.ShouldBe(0);
            return new Answer(Claim.Optimal, "s") { Values = [0, 0] };
        }
    }

    [Fact]
    public void The_relaxation_may_be_fractional() =>
        new FakeSolver(_ => new Answer(Claim.Optimal, "s") { Values = [0.5, 2.25] }).Solve(Knapsack(out _, out _), new SolveOptions { RelaxIntegrality = true }).Values.ShouldBe([0.5, 2.25]);

    [Fact]
    public void A_better_start_than_what_a_stopped_solver_has_is_kept()
    {
        var result = new FakeSolver(_ => new Answer(Claim.Stopped, "s") { Values = [0, 1], Bound = 9 }).Solve(Knapsack(out _, out _), new SolveOptions { WarmStart = [1, 2] });

        (result.Status, result.Objective, result.Bound).ShouldBe((SolveStatus.Feasible, 7.0, 9.0));
    }

    [Fact]
    public void An_infeasible_start_is_ignored() =>
        new FakeSolver(_ => new Answer(Claim.Infeasible, "s")).Solve(Knapsack(out _, out _), new SolveOptions { WarmStart = [1, 5] }).Status.ShouldBe(SolveStatus.Infeasible);

    [Fact]
    public void A_model_without_variables_needs_no_solver()
    {
        var solver = new FakeSolver(_ => throw new InvalidOperationException());
        var model = new MipModel();
        model.Minimize(5);

        var result = solver.Solve(model, new SolveOptions());
        (result.Status, result.Objective).ShouldBe((SolveStatus.Optimal, 5.0));

        model.AddConstraint(LinearExpression.Zero >= 1, "never");
        solver.Solve(model, new SolveOptions()).Status.ShouldBe(SolveStatus.Infeasible);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var solver = new FakeSolver(_ => throw new InvalidOperationException());
        foreach (var options in (SolveOptions[])[new() { WarmStart = [1] }, new() { RelativeGap = double.NaN }, new() { AbsoluteGap = -1 }, new() { Threads = 0 }, new() { TimeLimit = TimeSpan.FromSeconds(-1) }])
        {
            Should.Throw<ArgumentException>(() => solver.Solve(Knapsack(out _, out _), options));
        }
    }

    private static SolveResult Solve(MipModel model, Answer answer) => new FakeSolver(_ => answer).Solve(model, new SolveOptions());

    private static string Lie(MipModel model, Answer answer)
    {
        var failure = Should.Throw<DiagnosticException>(() => Solve(model, answer));
        failure.ExitCode.ShouldBe(ExitCode.SolverFailed);
        failure.Diagnostics.Single().Code.ShouldBe("CIM0707");
        return failure.Message;
    }

    /// <summary>Maximise 3x + 2y over x binary, y ∈ 0 … 4 whole, 2x + y ≤ 4; the best is 8 at (0, 4).</summary>
    private static MipModel Knapsack(out Variable x, out Variable y)
    {
        var model = new MipModel();
        (x, y) = (model.AddBinary("x"), model.AddVariable("y", 0, 4, VariableKind.Integer));
        model.AddConstraint((2 * x) + y <= 4, "weight");
        model.Maximize((3 * x) + (2 * y));
        return model;
    }
}
