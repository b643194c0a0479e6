using System.Text.Json;

namespace Cimarron.Tests.Tool;

/// <summary>Conditions, caps and fronts on the command line.</summary>
public sealed class ConditionOptionsTests
{
    private const string Layer = "C=64,K=64,P=8";

    [Fact]
    public void Conditions_reach_the_search_and_are_listed_among_the_assumptions()
    {
        var run = ToolRun.Of("map", "--mapper", "exact", "--layer", Layer, "--json", "--order", "K,C", "--forbid", "I@Global_buffer", "--stationary", "W", "--limit", "Global_buffer=50%");
        run.ExitCode.ShouldBe(0);
        var result = JsonDocument.Parse(run.Out).RootElement;
        var assumptions = result.GetProperty("assumptions").EnumerateArray().Select(a => a.GetString()).ToArray();
        assumptions.ShouldContain("condition: the order K, C");
        assumptions.ShouldContain("condition: no I in Global_buffer");
        assumptions.ShouldContain("condition: W stationary at Macro");
        assumptions.ShouldContain("condition: at most 1,048,576 bit of all operands in Global_buffer");
        var loops = result.GetProperty("layers")[0].GetProperty("mapping").GetProperty("temporal").EnumerateArray().ToArray();
        loops.ShouldAllBe(l => l.GetProperty("levels").GetProperty("I").GetString() != "Global_buffer");
        var dims = loops.Select(l => l.GetProperty("dim").GetString()).ToList();
        dims.LastIndexOf("K").ShouldBeLessThan(dims.IndexOf("C") < 0 ? int.MaxValue : dims.IndexOf("C"));
    }

    [Fact]
    public void A_cap_that_cannot_be_kept_ends_with_the_code_of_infeasibility()
    {
        var run = ToolRun.Of("map", "--mapper", "exact", "--layer", Layer, "--objective", "energy", "--latency-cap", "10");
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("no mapping is faster than");
    }

    [Theory]
    [InlineData("a cap is for a single layer", "map", "--mapper", "exact", "resnet18", "--latency-cap", "10")]
    [InlineData("keeps no conditions", "map", "--layer", Layer, "--mapper", "random", "--order", "K,C")]
    [InlineData("use --mapper exact; the program F2 keeps conditions", "map", "--layer", Layer, "--mapper", "mip:formulation=f1,solver=cbc", "--order", "K,C")]
    [InlineData("as asked for keeps no caps", "map", "--layer", Layer, "--mapper", "mip:solver=cbc", "--latency-cap", "1000")]
    [InlineData("is for the exact mapper", "map", "--layer", Layer, "--mapper", "random", "--pareto", "3")]
    [InlineData("expected a number > 0", "map", "--layer", Layer, "--energy-cap", "NaN")]
    [InlineData("expected a number > 0", "map", "--layer", Layer, "--latency-cap", "-1")]
    [InlineData("expected a whole number", "map", "--layer", Layer, "--pareto", "1")]
    [InlineData("levels: Dram", "map", "--layer", Layer, "--forbid", "W@L2")]
    public void What_does_not_go_together_is_said(string message, params string[] arguments)
    {
        var run = ToolRun.Of(arguments);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(message);
    }

    [Fact]
    public void A_front_is_printed_and_written_with_its_mappings()
    {
        using var directory = new TemporaryDirectory();
        var run = ToolRun.Of("map", "--mapper", "exact", "--layer", "C=64,K=16,P=8", "--pareto", "4", "-o", directory["out"]);
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("on the front");
        var rows = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory["out"], "report.json"))).RootElement.GetProperty("tables")[0].GetProperty("rows").EnumerateArray().ToArray();
        rows.Length.ShouldBeInRange(2, 4);
        var evaluated = ToolRun.Of("evaluate", Path.Combine(directory["out"], "mappings", "layer-1.json"));
        evaluated.ExitCode.ShouldBe(0);
        evaluated.Out.ShouldContain(FormattableString.Invariant($"{rows[0].GetProperty("latencyCycles").GetDouble():N0}"));
        File.ReadAllText(Path.Combine(directory["out"], "report.html")).ShouldContain("<svg");
    }
}
