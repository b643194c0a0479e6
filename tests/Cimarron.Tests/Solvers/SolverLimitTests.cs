using Cimarron.Solvers;

namespace Cimarron.Tests.Solvers;

/// <summary>Limits, starts and cancellation with the real solvers, on a program that none of them finishes in the time given.</summary>
public sealed class SolverLimitTests
{
    /// <summary>Far more than any limit below, on however slow a machine; a solver that overran its limit would need days.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Solvers => ["cbc", "highs", TestSolvers.CbcCommand];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void A_time_limit_ends_with_a_bound_and_a_checked_solution(string name)
    {
        var (model, start) = MarketSplit();

        var result = Get(name).Solve(model, new SolveOptions { TimeLimit = TimeSpan.FromSeconds(1), WarmStart = start });

        result.Status.ShouldBe(SolveStatus.Feasible);
        result.Seconds.ShouldBeLessThan(Patience.TotalSeconds);
        result.Objective!.Value.ShouldBeInRange(1, model.ObjectiveAt(start));
        model.ObjectiveAt(result.Values!).ShouldBe(result.Objective!.Value);
        // CBC prints three decimals, and a printed bound is weakened by its last digit.
        (result.Bound ?? 0).ShouldBeInRange(-0.0011, result.Objective!.Value);
    }

    [Theory]
    [InlineData("cbc")]
    [InlineData("highs")]
    public void Progress_is_told_and_cancelling_keeps_what_is_known(string name)
    {
        var (model, start) = MarketSplit();
        using var source = new CancellationTokenSource();
        var seen = new List<SolveProgress>();
        var progress = new Listener(p =>
        {
            seen.Add(p);
            source.Cancel();
        });

        var result = Get(name).Solve(model, new SolveOptions { TimeLimit = Patience, WarmStart = start }, progress, source.Token);

        seen.ShouldNotBeEmpty();
        result.Status.ShouldBe(SolveStatus.Cancelled);
        result.Objective!.Value.ShouldBeLessThanOrEqualTo(model.ObjectiveAt(start));
    }

    [Theory]
    [InlineData("cbc")]
    [InlineData("highs")]
    public void A_good_start_reaches_the_solver(string name)
    {
        var (model, start) = MarketSplit();
        var log = new List<string>();

        Get(name).Solve(model, new SolveOptions { TimeLimit = TimeSpan.FromSeconds(0.5), WarmStart = start, Log = log.Add });

        var value = model.ObjectiveAt(start).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        log.ShouldContain(l => (l.Contains("MIPStart", StringComparison.OrdinalIgnoreCase) || l.Contains("MIP start", StringComparison.OrdinalIgnoreCase)) && l.Contains(value, StringComparison.Ordinal), string.Join('\n', log));
    }

    private static IMipSolver Get(string name) => name.Contains(' ', StringComparison.Ordinal) ? SolverLibrary.FromCommand(name) : SolverLibrary.Get(name);

    /// <summary>
    /// Market split (Cornuéjols and Dawande, 1998): 0/1 variables that should split six weighted sums exactly in half, deviations as slack. Small, and beyond branch and bound.
    /// </summary>
    internal static (MipModel Model, double[] Start) MarketSplit()
    {
        const int Markets = 6;
        const int Products = 50;
        var random = new Random(11);
        var model = new MipModel("market split");
        var choices = Enumerable.Range(0, Products).Select(i => model.AddBinary($"x{i}")).ToArray();
        var (deviation, start) = (LinearExpression.Zero, new double[Products + (2 * Markets)]);
        for (var i = 0; i < Markets; i++)
        {
            var demand = choices.Select(_ => random.Next(100)).ToArray();
            var half = demand.Sum() / 2;
            var (over, under) = (model.AddVariable($"over{i}", 0, double.PositiveInfinity), model.AddVariable($"under{i}", 0, double.PositiveInfinity));
            model.AddConstraint((LinearExpression.Sum(choices.Select((x, j) => new Term(x, demand[j]))) - over + under).EqualTo(half), $"market{i}");
            deviation += over + under;
            start[under.Index] = half;
        }

        model.Minimize(deviation);
        return (model, start);
    }

    private sealed class Listener(Action<SolveProgress> report) : IProgress<SolveProgress>
    {
        public void Report(SolveProgress value) => report(value);
    }
}
