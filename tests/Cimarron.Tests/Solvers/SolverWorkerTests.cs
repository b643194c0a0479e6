using System.Diagnostics;
using Cimarron.Solvers;
using Cimarron.Solvers.Running;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Solvers;

/// <summary>The process that runs CBC's library.</summary>
public sealed class SolverWorkerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_model_survives_its_file()
    {
        var random = new Random(8);
        for (var i = 0; i < 20; i++)
        {
            var model = RandomModels.Next(random).WithoutIndicators();
            var form = ColumnForm.Of(model, new SolveOptions { WarmStart = [.. model.Variables.Select(v => v.Lower)] });
            form.Write(_directory[$"{i}"]);

            ColumnForm.Read(_directory[$"{i}"]).ShouldBeEquivalentTo(form);
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused() => SolverWorker.Run([SolverWorker.Argument, "gurobi", "a", "b"]).ShouldBe(2);

    [Fact]
    public void A_broken_model_is_an_answer_that_says_so()
    {
        using var worker = Start(_directory.Write("model", new string('x', 100)));

        worker.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        worker.ExitCode.ShouldBe(0);
        Should.Throw<DiagnosticException>(() => WorkerAnswer.Read(_directory["answer"], "CBC")!.For(new MipModel(), "CBC")).Diagnostics[0].Code.ShouldBe("CIM0704");
    }

    [Fact]
    public void A_worker_whose_parent_is_gone_ends()
    {
        ColumnForm.Of(SolverLimitTests.MarketSplit().Model, new SolveOptions()).Write(_directory["model"]);
        using var worker = Start(_directory["model"]);
        worker.StandardOutput.ReadLine().ShouldNotBeNull("it has started to solve");

        worker.StandardInput.Close();

        worker.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        File.Exists(_directory["answer"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"status\":\"Perfect\"}")]
    [InlineData("{\"status\":\"7\"}")]
    [InlineData("{\"status\":\"Optimal\",\"values\":[1]}")]
    public void A_garbled_answer_is_a_diagnostic(string text)
    {
        _directory.Write("answer", text);
        var model = new MipModel();
        model.AddBinary("x");
        model.AddBinary("y");

        Should.Throw<DiagnosticException>(() => WorkerAnswer.Read(_directory["answer"], "CBC")!.For(model, "CBC")).Diagnostics[0].Code.ShouldBe("CIM0706");
    }

    [Fact]
    public void The_command_lists_what_works()
    {
        var run = ToolRun.Of("solvers", "--check");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBeEmpty();
        run.Out.Split("works (").Length.ShouldBeGreaterThanOrEqualTo(4, run.Out);
        run.Out.ShouldContain("2.10");
    }

    [Fact]
    public void Unknown_names_are_refused_with_a_suggestion()
    {
        var failure = Should.Throw<DiagnosticException>(() => SolverLibrary.Get("hihgs"));

        (failure.ExitCode, failure.Diagnostics[0].Code).ShouldBe((ExitCode.BadInput, "CIM0710"));
        failure.Message.ShouldContain("did you mean 'highs'?");
    }

    private Process Start(string model)
    {
        var host = WorkerHost.Default().ShouldNotBeNull();
        var start = new ProcessStartInfo(host.File, [.. host.Arguments, "cbc", model, _directory["answer"]]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start)!;
    }
}
