using System.Text.Json;
using Cimarron.Reports;
using Cimarron.Tests.Reports;
using Cimarron.Tests.Solvers;

namespace Cimarron.Tests.Tool;

/// <summary><c>--mapper mip</c> and <c>--certify</c> from the command line to the result, with real solvers and with solvers that fail.</summary>
public sealed class SolverOptionsTests : IDisposable
{
    /// <summary>On its program for latency CBC once ended with a segmentation fault: Clp reads names of rows as soon as columns have names, which a start needs.</summary>
    private const string Layer = "C=32,K=32,P=16";
    private const string Tiny = "C=16,K=16,P=4";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("cbc")]
    [InlineData("highs")]
    public void A_solver_certifies_the_exact_result(string solver)
    {
        var exact = Map("--layer", Layer, "-O", "latency", "--json");
        var run = Map("--layer", Layer, "-O", "latency", "--json", "--certify", solver);

        run.ExitCode.ShouldBe(0, run.Error);
        SchemaTests.ViolationsOfResult(run.Out).ShouldBeEmpty();
        var layer = Only(run.Out);
        layer.GetProperty("status").GetString().ShouldBe("optimal");
        layer.GetProperty("latencyCycles").GetDouble().ShouldBe(Only(exact.Out).GetProperty("latencyCycles").GetDouble());
        layer.GetProperty("certificateProblem").ValueKind.ShouldBe(JsonValueKind.Null);
        var certificate = layer.GetProperty("certificate");
        certificate.GetProperty("isConfirmed").GetBoolean().ShouldBeTrue(certificate.ToString());
        var value = certificate.GetProperty("recursionValue").GetDouble();
        certificate.GetProperty("solverValue").GetDouble().ShouldBe(value, 1e-5 * value);
        certificate.GetProperty("schemes")[3].GetInt32().ShouldBeGreaterThan(0, "no program went to the solver");
        Only(exact.Out).GetProperty("certificate").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void A_layer_that_is_proven_at_once_is_certified_too_and_under_its_conditions()
    {
        var run = Map("--layer", Tiny, "-O", "latency", "--json", "--certify", "--solver", "cbc", "--order", "K,P,C", "--forbid", "I@Input_buffer");

        run.ExitCode.ShouldBe(0, run.Error);
        var certificate = Only(run.Out).GetProperty("certificate");
        certificate.GetProperty("isConfirmed").GetBoolean().ShouldBeTrue();
        var free = Only(Map("--layer", Tiny, "-O", "latency", "--json", "--certify", "cbc").Out).GetProperty("certificate");
        certificate.GetProperty("recursionValue").GetDouble().ShouldBeGreaterThanOrEqualTo(free.GetProperty("recursionValue").GetDouble());
    }

    [Theory]
    [InlineData("f1", "cbc")]
    [InlineData("f2", "cbc")]
    [InlineData("f2", "highs")]
    public void A_program_maps_a_layer(string formulation, string solver)
    {
        var run = Map("--layer", Tiny, "-O", "latency", "--json", "--mapper", $"mip:formulation={formulation},solver={solver}", "--time-limit", "5");

        run.ExitCode.ShouldBe(0, run.Error);
        SchemaTests.ViolationsOfResult(run.Out).ShouldBeEmpty();
        var recursion = Only(run.Out).GetProperty("recursion");
        recursion.GetProperty("formulation").GetString().ShouldBe(formulation);
        recursion.GetProperty("value").GetDouble().ShouldBeGreaterThanOrEqualTo(recursion.GetProperty("lowerBound").GetDouble() * (1 - 1e-5));
        var exact = Only(Map("--layer", Tiny, "-O", "latency", "--json").Out).GetProperty("latencyCycles").GetDouble();
        Only(run.Out).GetProperty("latencyCycles").GetDouble().ShouldBeGreaterThanOrEqualTo(exact);
    }

    [Fact]
    public void Programs_are_written_as_they_are_solved_and_any_solver_reads_them()
    {
        var run = Map("--layer", Tiny, "-O", "edp", "--mapper", "mip", "--solver-command", TestSolvers.CbcCommand, "--write-model", _directory["model.mps"]);

        run.ExitCode.ShouldBe(0, run.Error);
        var files = _directory.Files().ToArray();
        files.ShouldContain("model.mps");
        files.ShouldContain("model-2.mps", "the energy-delay product takes several programs");
        run.Out.ShouldContain($"programs written to {_directory["model.mps"]}, {_directory["model-2.mps"]}");
        File.ReadAllText(_directory["model.mps"]).ShouldContain("ENDATA");
    }

    [Theory]
    [InlineData("kill -9 $$", "CIM0704")]
    [InlineData("echo no licence >&2; exit 3", "CIM0704")]
    [InlineData("head -c 3000 /dev/urandom > $2", "CIM0706")]
    [InlineData("exit 0", "CIM0706")]
    [InlineData("echo 'Infeasible - objective value 0' > $2", "CIM0707")]
    public void A_solver_that_fails_costs_the_certificate_and_never_the_result(string script, string code)
    {
        var exact = Only(Map("--layer", Layer, "-O", "latency", "--json").Out);
        var run = Map("--layer", Layer, "-O", "latency", "--json", "-o", _directory["out"], "--certify", "--solver-command", Command(script));

        run.ExitCode.ShouldBe(4, run.Error);
        run.Error.ShouldContain($"error {code}: layer 'layer'");
        run.Error.ShouldNotContain("internal error");
        SchemaTests.ViolationsOfResult(run.Out).ShouldBeEmpty();
        var layer = Only(run.Out);
        layer.GetProperty("status").GetString().ShouldBe("optimal");
        layer.GetProperty("latencyCycles").GetDouble().ShouldBe(exact.GetProperty("latencyCycles").GetDouble());
        layer.GetProperty("certificate").ValueKind.ShouldBe(JsonValueKind.Null);
        layer.GetProperty("certificateProblem").GetString().ShouldStartWith(code);
        ResultJson.ReadFile(_directory["out/result.json"]).Layers.Single().CertificateProblem.ShouldStartWith(code);
        ToolRun.Of("report", _directory["out/result.json"]).Out.ShouldContain($"no certificate, {code}");
    }

    [Theory]
    [InlineData("kill -9 $$", "CIM0704")]
    [InlineData("echo '<html>' > $2", "CIM0706")]
    public void A_mapper_whose_solver_fails_ends_with_the_code_of_solvers_and_names_the_layer(string script, string code)
    {
        var run = Map("--layer", Layer, "-O", "latency", "--mapper", "mip", "--solver-command", Command(script));

        run.ExitCode.ShouldBe(4, run.Error);
        run.Error.ShouldContain($"error {code}: layer 'layer'");
        run.Out.ShouldBeEmpty();
    }

    [Fact]
    public void A_solver_out_of_time_is_no_failure_but_confirms_nothing()
    {
        var run = Map("--layer", Layer, "-O", "latency", "--json", "--certify", "--solver-command", Command("sleep 600"), "--time-limit", "3");

        run.ExitCode.ShouldBe(0, run.Error);
        Only(run.Out).GetProperty("certificate").GetProperty("isConfirmed").GetBoolean().ShouldBeFalse();
        Only(run.Out).GetProperty("mapping").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Theory]
    [InlineData("--mapper", "mip")]
    [InlineData("--certify", null)]
    public void Ctrl_C_while_a_solver_works_ends_with_130(string option, string? value)
    {
        var mark = _directory["started"];
        string?[] asked = [option, value];
        using var tool = new ToolProcess(["map", "--layer", Layer, "-O", "latency", "--solver-command", Command($"touch '{mark}'; sleep 600"), .. asked.OfType<string>()]);
        tool.WaitFor(mark);

        tool.Interrupt();
        var run = tool.Finish();

        run.ExitCode.ShouldBe(130, run.Error);
        run.Out.ShouldContain("cycles");
    }

    [Theory]
    [InlineData("is for --mapper mip and --certify", "--solver", "cbc")]
    [InlineData("is for --mapper mip and --certify", "--solver-command", "cbc {model} {solution}")]
    [InlineData("is for --mapper mip and --certify", "--write-model", "a.lp")]
    [InlineData("cannot be combined with --solver", "--certify", "--solver", "cbc", "--solver-command", "cbc {model} {solution}")]
    [InlineData("names a solver, and so does --solver", "--certify", "cbc", "--solver", "cbc")]
    [InlineData("name a solver too", "--mapper", "mip:solver=cbc", "--solver", "cbc")]
    [InlineData("cannot be combined with --mapper mip", "--mapper", "mip:solver=cbc", "--certify", "cbc")]
    [InlineData("ending in .lp or .mps", "--mapper", "mip:solver=cbc", "--write-model", "a.txt")]
    [InlineData("the directory does not exist", "--mapper", "mip:solver=cbc", "--write-model", "no/such/place/a.lp")]
    [InlineData("cannot be combined with a cap", "--certify", "cbc", "--latency-cap", "1000")]
    [InlineData("cannot be combined with --pareto", "--certify", "cbc", "--mapper", "exact", "--pareto", "3")]
    [InlineData("unknown solver 'cbcc'", "--certify", "cbcc")]
    [InlineData("{solution}", "--certify", "--solver-command", "cbc {model}")]
    public void What_makes_no_sense_is_refused(string message, params string[] arguments)
    {
        var run = ToolRun.Of(["map", "--layer", Tiny, .. arguments]).ShouldBeRefused();

        run.Error.ShouldContain(message);
    }

    [Fact]
    public void Programs_of_a_network_are_not_written() =>
        ToolRun.Of("map", "resnet18", "--certify", "cbc", "--write-model", _directory["a.lp"]).ShouldBeRefused().Error.ShouldContain("is for a single layer, this network has");

    private static ToolRun Map(params string[] arguments) => ToolRun.With(new Cimarron.Mappers.ExactMapper(), default, ["map", .. arguments]);

    private static JsonElement Only(string json) => JsonDocument.Parse(json).RootElement.GetProperty("layers")[0];

    /// <summary>A solver whose script gets the model as $1 and the solution file as $2.</summary>
    private string Command(string script) => $"sh '{_directory.Write($"fake-{Guid.NewGuid():N}.sh", script + "\n")}' {{model}} {{solution}}";
}
