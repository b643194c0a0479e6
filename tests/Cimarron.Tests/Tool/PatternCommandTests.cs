using System.Text.Json;
using System.Text.Json.Nodes;
using Cimarron.Reports;
using Cimarron.Tests.Reports;

namespace Cimarron.Tests.Tool;

/// <summary><c>map</c> and <c>compile</c> with a sparsity pattern.</summary>
public sealed class PatternCommandTests
{
    private static readonly string Digits = Path.Combine(RepositoryRoot.Path, "examples/digits/digits-cnn.onnx");

    [Fact]
    public void A_pruned_network_is_mapped_beside_the_dense_one()
    {
        using var directory = new TemporaryDirectory();
        var run = Ok("map", "resnet18", "--pattern", "hybrid@0.75", "--mapper", "weight-stationary", "-o", directory["out"]);

        run.Out.ShouldContain("Pattern hybrid: 75.0 % of the weights removed, masks random, seed 0");
        run.Out.TrimEnd().ShouldContain("in energy against the dense network");
        SchemaTests.ViolationsOfResult(File.ReadAllText(directory["out/result.json"])).ShouldBeEmpty();
        var result = ResultJson.ReadFile(directory["out/result.json"]);
        var sparsity = result.Sparsity.ShouldNotBeNull();
        sparsity.Operators.Length.ShouldBe(21);
        sparsity.Dense!.LatencyCycles.ShouldBe(Result("map", "resnet18", "--mapper", "weight-stationary").Totals.LatencyCycles);
        sparsity.Operators.Sum(o => o.Count * o.LatencyCycles!.Value).ShouldBe(result.Totals.LatencyCycles!.Value);
        sparsity.Operators.Sum(o => o.Count * o.DenseLatencyCycles!.Value).ShouldBe(sparsity.Dense.LatencyCycles!.Value);
        result.Totals.LatencyCycles.Value.ShouldBeLessThan(sparsity.Dense.LatencyCycles.Value / 2);

        Ok("report", directory["out/result.json"]).Out.ShouldContain("Pattern hybrid");
        Ok("evaluate", directory["out/result.json"]).Out.ShouldContain("the stored costs are confirmed");
        var layer = result.Layers[^1];
        Ok("evaluate", directory["out/mappings/fc.json"]).Out.ShouldContain($"{layer.LatencyCycles:#,##0} cycles");
        File.ReadAllText(directory["out/mappings/fc.json"]).ShouldContain("\"weightIndex\":2");
    }

    [Fact]
    public void With_nothing_removed_and_no_index_every_operator_costs_what_it_did()
    {
        var dense = Result("map", "resnet18", "--mapper", "weight-stationary");
        var packed = Result("map", "resnet18", "--mapper", "weight-stationary", "--pattern", "full(all,all)@0");

        packed.Totals.ShouldBe(dense.Totals);
        packed.Sparsity!.Dense.ShouldBe(dense.Totals);
        packed.Layers.Select(l => (l.Name, l.LatencyCycles, l.Edp)).ShouldBe(dense.Layers.Select(l => (l.Name, l.LatencyCycles, l.Edp)));
    }

    [Fact]
    public void An_index_alone_adds_weight_traffic_and_nothing_else()
    {
        string[] layer = ["map", "--layer", "R=3,S=3,P=4,Q=4,C=8,K=32", "--mapper", "exact", "--objective", "energy"];
        var dense = Result(layer).Layers[0];
        var packed = Result([.. layer, "--pattern", "row-block@0"]);

        packed.Sparsity!.Operators[0].IndexBits.ShouldBe(144 * 8);
        packed.Layers[0].Shape.GetProperty("weightIndex").GetInt32().ShouldBe(1);
        var energy = packed.Layers[0].EnergyNanojoules!;
        energy.Mac.ShouldBe(dense.EnergyNanojoules!.Mac);
        energy.Memory["Dram"]["W"].Read.ShouldBe(dense.EnergyNanojoules.Memory["Dram"]["W"].Read * 9 / 8, 1e-9);
        energy.Memory["Macro"]["W"].Write.ShouldBe(dense.EnergyNanojoules.Memory["Macro"]["W"].Write);
        energy.Total.ShouldBeGreaterThan(dense.EnergyNanojoules.Total);
    }

    [Fact]
    public void A_larger_ratio_is_never_slower()
    {
        double Cycles(string pattern) => Result("map", "--layer", "R=3,S=3,P=4,Q=4,C=32,K=32,padding=1", "--mapper", "exact", "--objective", "latency", "--pattern", pattern).Totals.LatencyCycles!.Value;
        double[] cycles = [Cycles("hybrid@0.5"), Cycles("hybrid@0.75"), Cycles("hybrid@0.9"), Cycles("hybrid@0.97")];

        cycles.ShouldBe(cycles.OrderDescending());
        cycles[^1].ShouldBeLessThan(cycles[0] / 2);
    }

    [Fact]
    public void A_pruned_network_is_compiled_beside_the_dense_one()
    {
        using var directory = new TemporaryDirectory();
        var dense = Cycles(Ok("compile", "resnet18", "--no-compare", "--json"), "totals", "total");
        var last = (double)dense;
        foreach (var ratio in new[] { "0.5", "0.75", "0.9" })
        {
            var run = Ok("compile", "resnet18", "--no-compare", "--json", "--pattern", $"full(2,40)+1:2@{ratio}", "-o", directory["out"]);

            run.Error.ShouldBeEmpty("the simulator measures what was predicted");
            Cycles(run, "dense", "dense").ShouldBe(dense);
            Cycles(run, "dense", "packed").ShouldBeLessThan(last);
            last = Cycles(run, "dense", "packed");
            Ok("run", directory["out"]).Out.ShouldContain(last.ToString("N0", System.Globalization.CultureInfo.InvariantCulture));
        }

        File.ReadAllText(directory["out/program.cim"]).ShouldContain(" packed(N=");
        Cycles(Ok("compile", "resnet18", "--no-compare", "--json", "--pattern", "full(all,all)@0"), "dense", "packed").ShouldBe(dense);
    }

    [Fact]
    public void Attention_divided_into_heads_keeps_its_packing_where_strips_allow()
    {
        var run = Ok("compile", "bert-base:seq=64", "--no-compare", "--json", "--pattern", "2:4");

        Cycles(run, "dense", "packed").ShouldBeLessThan(Cycles(run, "dense", "dense") * 0.7);
    }

    [Fact]
    public void The_zeros_of_a_pruned_model_are_its_masks()
    {
        using var directory = new TemporaryDirectory();
        Ok("prune", Digits, "--pattern", "full(2,40)+1:2@0.75", "-o", directory["pruned.onnx"], "--quiet");

        var chosen = Ok("compile", Digits, "--pattern", "full(2,40)+1:2@0.75", "--no-compare", "--json");
        var masked = Ok("compile", directory["pruned.onnx"], "--pattern", "full(2,40)+1:2", "--masked", "--no-compare", "--json");
        masked.Out.ShouldContain("the zeros of the model");
        chosen.Out.ShouldContain("chosen by L1");
        Cycles(masked, "dense", "packed").ShouldBe(Cycles(chosen, "dense", "packed"));
        Cycles(masked, "dense", "packed").ShouldBeLessThan(Cycles(masked, "dense", "dense"));

        Ok("prune", Digits, "--pattern", "row-wise@0.5", "-o", directory["rows.onnx"], "--quiet");
        var mapped = Result("map", directory["rows.onnx"], "--pattern", "row-wise", "--masked", "--mapper", "weight-stationary");
        mapped.Sparsity!.Ratio.ShouldBeInRange(0.45, 0.55);
        mapped.Sparsity.Masks.ShouldBe("the zeros of the model");
        ToolRun.Of("map", directory["rows.onnx"], "--pattern", "1:2", "--masked").ShouldBeRefused().Error.ShouldContain("CIM0906");
    }

    public static TheoryData<string[], string> WrongCommandLines => new()
    {
        { ["compile", "resnet18", "--pattern", "hybrid@0.75"], "full(2,40)+1:2" },
        { ["map", "resnet18", "--pattern", "full(2,12)@0.5"], "full(2,16)" },
        { ["map", "resnet18", "--pattern", "column-block@0.5"], "column-wise" },
        { ["map", "resnet18", "--pattern", "hybird"], "did you mean 'hybrid'" },
        { ["map", "resnet18", "--pattern", "hybrid@1.5"], "CIM0903" },
        { ["map", "resnet18", "--pattern", "hybrid", "--masked"], "no zeros" },
        { ["compile", "resnet18", "--pattern", "row-wise", "--masked"], "no zeros" },
        { ["map", "--layer", "C=64,K=64", "--pattern", "hybrid", "--masked"], "no zeros" },
        { ["map", "resnet18", "--masked"], "without a pattern" },
        { ["map", "resnet18", "--skip", "conv1"], "--skip without a pattern" },
        { ["compile", "resnet18", "--seed", "1"], "without a pattern" },
        { ["compile", "resnet18", "--pattern", "row-wise", "--seed", "x"], "--seed" },
        { ["map", "resnet18", "--pattern", "hybrid", "--pareto", "4"], "--pareto" },
        { ["map", "--layer", "C=64", "--pattern", "row-wise", "--mapper", "mip", "--write-model", "x.lp"], "--write-model" },
        { ["compile", "model.onnx", "--pattern", "row-wise", "--calibrate", "x.npz"], "cimarron prune" },
        { ["compile", "llama2-7b:prefill=64", "--pattern", "row-wise", "--generate", "4"], "--generate" },
    };

    [Theory]
    [MemberData(nameof(WrongCommandLines))]
    public void A_wrong_command_line_is_refused_by_name(string[] args, string named) => ToolRun.Of(args).ShouldBeRefused().Error.ShouldContain(named);

    private static ResultDocument Result(params string[] args) => ResultJson.Read(Ok([.. args, "--json"]).Out, "out");

    /// <summary>A number of cycles in a table of a report.</summary>
    private static double Cycles(ToolRun run, string table, string row)
    {
        var rows = JsonNode.Parse(run.Out)!["tables"]!.AsArray().Single(t => t!["id"]!.GetValue<string>() == table)!["rows"]!.AsArray();
        var cells = rows.Single(r => r!.ToJsonString().Contains($"\"{row}\"", StringComparison.Ordinal))!;
        return (cells["cycles"] ?? cells["cells"]!["cycles"]!).GetValue<double>();
    }

    private static ToolRun Ok(params string[] args)
    {
        var run = ToolRun.Of(args);
        run.ExitCode.ShouldBe(0, run.Error);
        return run;
    }
}
