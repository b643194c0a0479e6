using System.Text.Json;
using Cimarron.Mappers;
using Cimarron.Reports;
using Cimarron.Tests.Mappers;

namespace Cimarron.Tests.Tool;

public sealed class MapCommandTests
{
    private const string Layer = "R=3,S=3,P=8,Q=8,C=16,K=16,padding=1,name=conv/1";

    [Fact]
    public void A_network_is_mapped_and_every_operator_accounted_for()
    {
        var run = ToolRun.With(FakeMapper.Proving(), default, "map", "resnet18");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBeEmpty();
        run.Out.ShouldContain("12 layer shapes, 1,814,073,344 MACs, minimising edp");
        run.Out.ShouldContain("7×7 3→64 @112×112 /2");
        run.Out.ShouldContain("Operators: 49 in all; 21 mapped, 0 not mapped, 27 vector");
        run.Out.TrimEnd().Split('\n')[^1].ShouldContain("12 of 12 layers proven optimal, optimal");
    }

    [Fact]
    public void The_files_hold_the_result_the_layers_the_nests_and_the_mappings()
    {
        using var directory = new TemporaryDirectory();

        var run = ToolRun.Of("map", "--layer", Layer, "-o", directory["out"], "--objective", "latency");

        run.ExitCode.ShouldBe(0, run.Error);
        directory.Files().ShouldBe(["out/layers.csv", "out/mappings/conv_1.json", "out/nests/conv_1.txt", "out/result.json"]);
        var result = ResultJson.ReadFile(directory["out/result.json"]);
        result.Objective.ShouldBe("latency");
        result.Command.ShouldBe($"cimarron map --layer {Layer} -o {directory["out"]} --objective latency");
        result.Status.ShouldBe("timeLimit");
        result.Layers.ShouldHaveSingleItem().Name.ShouldBe("conv/1");
        result.Nodes.ShouldHaveSingleItem().Outcome.ShouldBe("mapped");
        result.Totals.LatencyCycles.ShouldBe(result.Layers[0].LatencyCycles);
        File.ReadAllLines(directory["out/layers.csv"]).Length.ShouldBe(2);
        File.ReadAllText(directory["out/nests/conv_1.txt"]).ShouldContain("conv/1");
    }

    [Fact]
    public void The_stored_parts_add_up()
    {
        var run = ToolRun.Of("map", "--layer", Layer, "--json");

        var layer = ResultJson.Read(run.Out, "out").Layers[0];
        var (energy, stalls) = (layer.EnergyNanojoules!, layer.Stalls!);
        energy.Total.ShouldBe(energy.Mac + energy.Leakage + energy.Memory.Values.Sum(o => o.Values.Sum(t => t.Read + t.Write)), energy.Total * 1e-12);
        (stalls.Compute + stalls.ModeSwitch + stalls.InputTransfer + stalls.WeightTransfer + stalls.OutputFetch + stalls.OutputWriteBack + stalls.Preload).ShouldBe(layer.LatencyCycles!.Value);
        layer.Edp!.Value.ShouldBe(energy.Total * layer.LatencyCycles.Value, layer.Edp.Value * 1e-12);
    }

    [Fact]
    public void JSON_on_standard_output_is_JSON_and_nothing_else()
    {
        var run = ToolRun.Of("map", "alexnet", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["format", "toolVersion", "command", "status", "objective", "profile", "padding", "mapper", "seed", "chip", "model", "totals", "layers", "nodes", "assumptions", "warnings", "seconds"]);
    }

    [Fact]
    public void CSV_on_standard_output_has_a_header_and_one_line_per_layer()
    {
        var lines = ToolRun.Of("map", "resnet18", "--csv").Out.TrimEnd().Split('\n');

        lines.Length.ShouldBe(13);
        lines[0].ShouldStartWith("name,count,shape,status,latency_cycles,energy_nJ,edp_nJ_cycles,lower_bound,gap,");
        lines.ShouldAllBe(l => l.Split(',', StringSplitOptions.None).Length == 24);
    }

    [Fact]
    public void Quiet_leaves_one_line()
    {
        var run = ToolRun.Of("map", "--layer", Layer, "--quiet");

        run.Out.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("cycles");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public void Verbose_adds_energy_operators_and_assumptions()
    {
        var run = ToolRun.Of("map", "--layer", Layer, "--verbose");

        run.Out.ShouldContain("Where the energy goes");
        run.Out.ShouldContain("What became of every operator");
        run.Out.ShouldContain("Assumptions:");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_result_says_whether_padding_was_allowed(bool isAllowed)
    {
        // 13 rows of outputs have no divisor that fills the array's 8 cores.
        string[] args = ["map", "--layer", "P=13,C=4,K=4", "--json", .. isAllowed ? Array.Empty<string>() : ["--no-padding"]];
        var result = ResultJson.Read(ToolRun.With(new ExactMapper(), default, args).Out, "out");

        result.Padding.ShouldBe(isAllowed);
        result.Assumptions.Count(a => a == "bounds: divisors of the layer's bounds").ShouldBe(isAllowed ? 0 : 1);
        result.Assumptions.Count(a => a.Contains("over-covering", StringComparison.Ordinal)).ShouldBe(isAllowed ? 1 : 0);
        result.Layers[0].ProvenFor.ShouldBe("exact timing rules");
        result.Totals.Gap.ShouldBe(0);
        (isAllowed || result.Layers[0].Utilisation!.PaddingFactor == 1).ShouldBeTrue();
    }

    [Fact]
    public void Even_the_shortest_time_limit_leaves_a_mapping_and_a_gap()
    {
        var run = ToolRun.With(new ExactMapper(), default, "map", "--layer", "R=3,S=3,P=28,Q=28,C=64,K=64,padding=1", "--time-limit", "0.01", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        var result = ResultJson.Read(run.Out, "out");
        result.Status.ShouldBe("timeLimit");
        result.Layers[0].Mapping.ShouldNotBeNull();
        result.Layers[0].Gap.ShouldBeInRange(0.001, 0.999);
    }

    [Fact]
    public void A_variant_states_its_derivations()
    {
        var run = ToolRun.Of("map", "--layer", Layer, "--set", "Global_buffer.size=512KiB");

        run.Out.ShouldContain("Global_buffer.size set to 512 KiB (was 2097152 bit).");
        run.Out.ShouldContain("leakage scaled by 1.48734");
    }

    [Fact]
    public void An_infeasible_layer_ends_with_3_and_names_what_is_too_small()
    {
        using var directory = new TemporaryDirectory();

        var run = ToolRun.With(FakeMapper.Infeasible(), default, "map", "--layer", Layer, "-o", directory["out"]);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("error CIM0501: layer 'conv/1': no legal mapping exists: the tile of a single output does not fit OReg");
        var result = ResultJson.ReadFile(directory["out/result.json"]);
        result.Status.ShouldBe("infeasible");
        result.Totals.LatencyCycles.ShouldBeNull();
        result.Nodes[0].Outcome.ShouldBe("unmapped");
        directory.Files().ShouldBe(["out/layers.csv", "out/result.json"]);
    }

    [Fact]
    public void Cancelling_reports_the_best_so_far_and_ends_with_130()
    {
        using var directory = new TemporaryDirectory();
        using var source = new CancellationTokenSource();
        var mapper = new FakeMapper((_, r) =>
        {
            source.Cancel();
            return r with { Status = MapperStatus.Cancelled };
        });

        var run = ToolRun.With(mapper, source.Token, "map", "resnet18", "--threads", "1", "-o", directory["out"]);

        run.ExitCode.ShouldBe(130);
        run.Error.ShouldContain("cancelled; the best mappings so far are reported with their gaps");
        run.Out.ShouldContain("resnet18 on default: cancelled, 1 of 12 layers mapped");
        var result = ResultJson.ReadFile(directory["out/result.json"]);
        result.Status.ShouldBe("cancelled");
        result.Layers.Count(l => l.Mapping is not null).ShouldBe(1);
        result.Totals.Edp.ShouldBeNull();
        result.Totals.LowerBound.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_defect_ends_with_1_and_one_sentence()
    {
        var broken = new FakeMapper((_, _) => throw new InvalidOperationException("index\nout of range"));

        var run = ToolRun.With(broken, default, "map", "--layer", Layer);
        run.ExitCode.ShouldBe(1);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldStartWith("internal error: index out of range (InvalidOperationException); please report");
        run.Error.ShouldNotContain("   at ");

        ToolRun.With(broken, default, "map", "--layer", Layer, "--verbose").Error.ShouldContain("   at ");
    }

    [Fact]
    public void A_run_that_dies_leaves_the_result_of_the_finished_layers()
    {
        using var directory = new TemporaryDirectory();
        var solved = 0;
        var mapper = new FakeMapper((_, r) => Interlocked.Increment(ref solved) == 1 ? r : throw new InvalidOperationException("dead"));

        ToolRun.With(mapper, default, "map", "resnet18", "--threads", "1", "-o", directory["out"]).ExitCode.ShouldBe(1);

        directory.Files().ShouldBe(["out/result.json"]);
        var result = ResultJson.ReadFile(directory["out/result.json"]);
        result.Status.ShouldBe("running");
        result.Layers.Count(l => l.Status == "pending").ShouldBe(11);
    }

    [Fact]
    public void Names_from_a_model_cannot_steer_the_terminal_or_leave_the_directory()
    {
        using var directory = new TemporaryDirectory();

        var run = ToolRun.Of("map", "--layer", "P=4,C=4,K=4,name=../../x\u001b[2J[red]", "-o", directory["out"]);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldNotContain("\u001b");
        run.Out.ShouldContain("[red]");
        directory.Files().ShouldBe(["out/layers.csv", "out/mappings/_.._x__2J_red_.json", "out/nests/_.._x__2J_red_.txt", "out/result.json"]);
    }

    [Theory]
    [InlineData("weight-stationary", null)]
    [InlineData("loma:limit=3", null)]
    [InlineData("random:samples=50,seed=9", 9)]
    public void A_heuristic_says_that_it_is_one(string mapper, int? seed)
    {
        var run = ToolRun.Of("map", "--layer", Layer, "--mapper", mapper, "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        var result = ResultJson.Read(run.Out, "out");
        result.Mapper.ShouldBe(mapper.Split(':')[0]);
        result.Seed.ShouldBe(seed);
        result.Status.ShouldBe("heuristic");
        result.Layers[0].Status.ShouldBe("heuristic");
        result.Totals.Proven.ShouldBe(0);
        result.Assumptions.ShouldContain(a => a.Contains("nothing is proven"));
    }

    [Fact]
    public void A_wrong_mapper_is_refused_together_with_other_problems()
    {
        var run = ToolRun.Of("map", "resnet18", "--mapper", "loma:limit=99", "--objective", "speed").ShouldBeRefused();

        run.Error.ShouldContain("mapper loma option 'limit'");
        run.Error.ShouldContain("--objective");
    }
}
