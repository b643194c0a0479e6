using Cimarron.Reports;

namespace Cimarron.Tests.Tool;

public sealed class EvaluateCommandTests
{
    private const string Layer = "R=3,S=3,P=8,Q=8,C=16,K=16,padding=1,name=l";

    [Fact]
    public void A_mapping_is_evaluated_to_the_cost_it_was_stored_with()
    {
        using var directory = new TemporaryDirectory();
        ToolRun.Of("map", "--layer", Layer, "-o", directory["out"]);
        var layer = ResultJson.ReadFile(directory["out/result.json"]).Layers[0];

        var run = ToolRun.Of("evaluate", directory["out/mappings/l.json"]);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain($"{layer.LatencyCycles:#,##0.##} cycles");
        run.Out.ShouldContain("3×3 16→16 @8×8");
        run.Out.ShouldContain("mode switch (writing the macro)");
        run.Out.ShouldContain("leakage");
    }

    [Fact]
    public void A_mapping_that_does_not_fit_the_chip_is_refused_with_its_line()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("m.json", """
            {
              "layer": { "P": 4, "K": 64 },
              "spatial": [ { "axis": "dimY", "dim": "K", "size": 64 } ],
              "temporal": [
                { "dim": "P", "size": 4, "levels": { "I": "Dram", "W": "OReg", "O": "Dram" } }
              ]
            }
            """);

        var error = ToolRun.Of("evaluate", path).ShouldBeRefused().Error;

        error.ShouldContain($"{path}:3: error");
        error.ShouldContain($"{path}:5: error");
        ToolRun.Of("evaluate", path, "--set", "macro.columns=64").ShouldBeRefused().Error.ShouldNotContain($"{path}:3:");
    }

    [Fact]
    public void A_result_is_confirmed_on_its_own_chip_even_when_that_is_a_variant()
    {
        using var directory = new TemporaryDirectory();
        ToolRun.Of("map", "alexnet", "-o", directory["out"], "--set", "cores=3", "--set", "Global_buffer.size=300KiB");

        var run = ToolRun.Of("evaluate", directory["out/result.json"]);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBeEmpty();
        run.Out.ShouldContain("the stored costs are confirmed");
    }

    [Fact]
    public void On_another_chip_a_result_gets_other_costs_and_a_warning()
    {
        using var directory = new TemporaryDirectory();
        ToolRun.Of("map", "alexnet", "-o", directory["out"]);

        foreach (var args in new string[][] { ["--chip", "transformer"], ["--set", "Dram.port=128"] })
        {
            var run = ToolRun.Of(["evaluate", directory["out/result.json"], .. args]);
            run.ExitCode.ShouldBe(0, run.Error);
            run.Error.ShouldContain("warning CIM0103");
            run.Out.ShouldNotContain("confirmed");
        }
    }

    [Fact]
    public void A_result_whose_costs_were_changed_is_refused()
    {
        using var directory = new TemporaryDirectory();
        ToolRun.Of("map", "--layer", Layer, "-o", directory["out"]);
        var result = ResultJson.ReadFile(directory["out/result.json"]);
        var better = result with { Layers = [result.Layers[0] with { LatencyCycles = result.Layers[0].LatencyCycles - 1 }] };
        AtomicFile.Write(directory["better.json"], writer => ResultJson.Write(better, writer));

        ToolRun.Of("evaluate", directory["better.json"]).ShouldBeRefused().Error.ShouldContain("layers[0]: the stored costs are not those of the stored mapping");
    }
}
