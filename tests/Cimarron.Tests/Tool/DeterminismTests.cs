using System.Text.Json.Nodes;
using Cimarron.Mappers;

namespace Cimarron.Tests.Tool;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData("bert-large:seq=64,layers=1")]
    [InlineData("--layer", "R=3,S=3,P=14,Q=14,C=16,K=24,padding=1")]
    [InlineData("--layer", "P=11,C=32,K=26", "--objective", "latency")]
    [InlineData("--layer", "P=4,C=32,K=24,G=2", "--objective", "energy", "--no-padding")]
    public void The_result_depends_on_neither_the_run_nor_the_threads(params string[] args)
    {
        var results = new[] { 1, 1, 2, 2 }.Select(threads => Result([.. args, "--threads", $"{threads}"])).ToArray();

        results.Distinct().ShouldHaveSingleItem();
        results[0].ShouldContain("\"optimal\"");
    }

    /// <summary>The result without the times it took and the command line that asked for it.</summary>
    private static string Result(string[] args)
    {
        // No limit strikes: what a time limit leaves depends on the machine.
        var run = ToolRun.With(new ExactMapper(), default, ["map", .. args, "--time-limit", "3600", "--json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        var json = JsonNode.Parse(run.Out)!.AsObject();
        json.Remove("seconds").ShouldBeTrue();
        json.Remove("command").ShouldBeTrue();
        foreach (var layer in json["layers"]!.AsArray())
        {
            layer!.AsObject().Remove("seconds").ShouldBeTrue();
            layer["status"]!.GetValue<string>().ShouldBe("optimal");
        }

        return json.ToJsonString();
    }
}
