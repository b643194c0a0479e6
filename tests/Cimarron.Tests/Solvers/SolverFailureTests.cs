using Cimarron.Solvers;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Solvers;

/// <summary>Whatever a solver does wrong, the user gets a diagnostic and no file stays behind. The solvers here are scripts.</summary>
public sealed class SolverFailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_right_answer_is_taken()
    {
        var result = Solver("echo '# Objective value = -3' > $2; echo 'x 1' >> $2; echo 'y 2' >> $2; echo 'Best objective -3.0, best bound -3.000000000000e+00, gap 0.0%'").Solve(Model(), new SolveOptions());

        result.Status.ShouldBe(SolveStatus.Optimal);
        result.Values.ShouldBe([1, 2]);
        result.Objective.ShouldBe(-3);
        NothingIsLeft();
    }

    [Theory]
    [InlineData("kill -9 $$", "CIM0704", "ended with exit code 137")]
    [InlineData("echo out of memory; exit 3", "CIM0704", "ended with exit code 3; its last lines: out of memory")]
    [InlineData("exit 0", "CIM0706", "without writing the solution file")]
    [InlineData("echo No licence found", "CIM0706", "its last lines: No licence found")]
    [InlineData(": > $2", "CIM0706", "its solution file is empty")]
    [InlineData("head -c 5000 /dev/urandom > $2", "CIM0706", "cannot be read")]
    [InlineData("echo '<html>404</html>' > $2", "CIM0706", "starts with '<html>404</html>'")]
    [InlineData("echo '# x' > $2; echo 'z 1' >> $2", "CIM0706", "names 'z', which the model does not have")]
    [InlineData("echo '# x' > $2; echo 'x one' >> $2", "CIM0706", "has 'one' where a number should be")]
    [InlineData("echo '# x' > $2; echo 'x 1' >> $2; echo 'x 1' >> $2", "CIM0706", "gives variable 1 twice")]
    [InlineData("echo '# x' > $2; echo 'x' >> $2", "CIM0706", "has the line 'x'")]
    [InlineData("echo '# x' > $2; echo 'x nan' >> $2; echo 'y 0' >> $2", "CIM0707", "variable 'x' is NaN")]
    [InlineData("echo '# x' > $2; echo 'x 0.5' >> $2; echo 'y 2' >> $2", "CIM0707", "variable 'x' should be a whole number and is 0.5")]
    [InlineData("echo '# x' > $2; echo 'x 2' >> $2; echo 'y 0' >> $2", "CIM0707", "variable 'x' should lie in 0 … 1 and is 2")]
    [InlineData("echo '# x' > $2; echo 'x 1' >> $2; echo 'y 3' >> $2", "CIM0707", "row 'limit' should be at most 3 and is 4")]
    [InlineData("echo '# x' > $2; echo 'x 1' >> $2; echo 'y 2' >> $2; echo 'Best objective -3.0, best bound -2.5, gap 0.0%'", "CIM0707", "claims a bound of -2.6")]
    [InlineData("echo 'Unbounded - objective value -1e30' > $2; echo 'Model is unbounded'; rm $2", "CIM0707", "claims that the objective has no limit")]
    public void A_solver_that_fails_or_lies_is_a_diagnostic(string script, string code, string message)
    {
        var failure = Should.Throw<DiagnosticException>(() => Solver(script).Solve(Model(), new SolveOptions()));

        failure.ExitCode.ShouldBe(ExitCode.SolverFailed);
        failure.Diagnostics.Single().Code.ShouldBe(code, failure.Message);
        failure.Message.ShouldContain(message);
        failure.Diagnostics.Single().Hint.ShouldNotBeNullOrEmpty();
        failure.Message.ShouldNotContain('\u001b');
        NothingIsLeft();
    }

    [Theory]
    [InlineData("echo 'Infeasible - objective value 0' > $2", "claims that there is no solution, and there is one of objective -2")]
    [InlineData("echo 'Optimal - objective value -1' > $2; echo '0 x 1 0' >> $2", "claims an optimum of -1, and there is a solution of objective -2")]
    public void A_start_that_refutes_the_solver_is_believed(string script, string message)
    {
        var failure = Should.Throw<DiagnosticException>(() => Solver(script).Solve(Model(), new SolveOptions { WarmStart = [0, 2] }));

        failure.Diagnostics.Single().Code.ShouldBe("CIM0707");
        failure.Message.ShouldContain(message);
    }

    [Fact]
    public void A_solver_out_of_time_is_stopped_and_the_start_is_what_there_is()
    {
        var result = Solver("sleep 600").Solve(Model(), new SolveOptions { TimeLimit = TimeSpan.FromSeconds(0.2), WarmStart = [0, 2] });

        result.Status.ShouldBe(SolveStatus.Feasible);
        result.Values.ShouldBe([0, 2]);
        result.Bound.ShouldBeNull();
        Solver("sleep 600").Solve(Model(), new SolveOptions { TimeLimit = TimeSpan.FromSeconds(0.2) }).Status.ShouldBe(SolveStatus.TimeLimit);
        NothingIsLeft();
    }

    [Fact]
    public void A_solver_that_ignores_interrupts_is_ended_with_its_children()
    {
        var mark = _directory["alive"];

        var result = Solver($"trap '' INT TERM; (while :; do date > '{mark}'; sleep 0.1; done) & sleep 600").Solve(Model(), new SolveOptions { TimeLimit = TimeSpan.FromSeconds(0.5) });

        result.Status.ShouldBe(SolveStatus.TimeLimit);
        File.Delete(mark);
        Thread.Sleep(500);
        File.Exists(mark).ShouldBeFalse("the child still runs");
    }

    [Fact]
    public void A_solver_that_writes_its_best_when_interrupted_is_heard()
    {
        var result = Solver("trap \"echo '# s' > $2; echo 'x 1' >> $2; echo 'y 1' >> $2; exit 0\" INT; echo started; while :; do sleep 0.05; done")
            .Solve(Model(), new SolveOptions { TimeLimit = TimeSpan.FromSeconds(1) });

        result.Status.ShouldBe(SolveStatus.Feasible);
        result.Objective.ShouldBe(-2);
    }

    [Fact]
    public async Task Cancelling_stops_the_solver()
    {
        using var source = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var solve = Task.Run(() => Solver("echo started; sleep 600").Solve(Model(), new SolveOptions { TimeLimit = null, Log = _ => started.TrySetResult() }, null, source.Token));
        await started.Task;

        await source.CancelAsync();

        (await solve).Status.ShouldBe(SolveStatus.Cancelled);
        NothingIsLeft();
        Solver("exit 1").Solve(Model(), new SolveOptions(), null, source.Token).Status.ShouldBe(SolveStatus.Cancelled);
    }

    [Fact]
    public void A_missing_or_unusable_program_is_named()
    {
        var missing = Should.Throw<DiagnosticException>(() => SolverLibrary.FromCommand("no-such-solver-here {model} {solution}").Solve(Model(), new SolveOptions()));
        missing.Diagnostics.Single().Code.ShouldBe("CIM0702");
        missing.Message.ShouldContain("'no-such-solver-here' was not found");

        var text = _directory.Write("not-a-program", "hello");
        var unusable = Should.Throw<DiagnosticException>(() => SolverLibrary.FromCommand($"{text} {{model}} {{solution}}").Solve(Model(), new SolveOptions()));
        unusable.ExitCode.ShouldBe(ExitCode.SolverFailed);
        unusable.Diagnostics.Single().Code.ShouldBe("CIM0703");
    }

    [Fact]
    public void No_room_for_the_files_is_a_diagnostic()
    {
        var failure = Should.Throw<DiagnosticException>(() => new WriterToFullDisk().Solve(Model(), new SolveOptions()));

        failure.ExitCode.ShouldBe(ExitCode.SolverFailed);
        failure.Diagnostics.Single().Code.ShouldBe("CIM0708");
        failure.Message.ShouldContain("No space left on device");
    }

    [Fact]
    public void Output_cannot_steer_the_terminal_nor_fill_memory()
    {
        var failure = Should.Throw<DiagnosticException>(() => Solver("printf '\\033[31mred\\n'; head -c 20000000 /dev/zero | tr '\\0' x; exit 9").Solve(Model(), new SolveOptions()));

        failure.Message.ShouldNotContain('\u001b');
        failure.Message.Length.ShouldBeLessThan(3000);
    }

    /// <summary>Maximise x + y over x binary, y ∈ 0 … 3 whole, x + y ≤ 3, as a minimisation; the best is −3.</summary>
    private static MipModel Model()
    {
        var model = new MipModel("small");
        var (x, y) = (model.AddBinary("x"), model.AddVariable("y", 0, 3, VariableKind.Integer));
        model.AddConstraint(x + y <= 3, "limit");
        model.Minimize(-x - y);
        return model;
    }

    /// <summary>A solver whose script gets the model as $1 and the solution file as $2; it notes where its files are.</summary>
    private IMipSolver Solver(string script)
    {
        var path = _directory.Write($"fake-{Guid.NewGuid():N}.sh", $"#!/bin/sh\ndirname \"$1\" >> '{_directory["seen"]}'\n{script}\n");
        
        // A shell cannot trap what it inherits as ignored, and background jobs ignore interrupts.
        return SolverLibrary.FromCommand($"env --default-signal=INT sh '{path}' {{model}} {{solution}}");
    }

    private void NothingIsLeft()
    {
        var seen = File.ReadAllLines(_directory["seen"]);
        seen.ShouldNotBeEmpty();
        seen.ShouldAllBe(d => d.Contains("cimarron-solve-", StringComparison.Ordinal) && !Directory.Exists(d));
    }
}
