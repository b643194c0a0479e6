using System.Text.Json;
using Cimarron.Hardware;
using Cimarron.Reports;
using Cimarron.Sparsity.Chips;
using Cimarron.Tests.Mappers;
using Cimarron.Workloads.Zoo;

namespace Cimarron.Tests.Tool;

public sealed class OtherCommandsTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("map", "--help")]
    [InlineData("evaluate", "--help")]
    [InlineData("report", "--help")]
    [InlineData("chips", "--help")]
    [InlineData("chips", "show", "--help")]
    [InlineData("chips", "schema", "--help")]
    [InlineData("models", "--help")]
    [InlineData("models", "show", "--help")]
    [InlineData("solvers", "--help")]
    public void Every_command_has_help_with_examples(params string[] args)
    {
        var run = ToolRun.Of(args);

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        run.Out.ShouldContain("Usage:\n  cimarron");
        run.Out.ShouldContain("Examples:\n  cimarron ");
    }

    [Fact]
    public void Without_arguments_there_is_help() => ToolRun.Of().Out.ShouldBe(ToolRun.Of("--help").Out);

    [Fact]
    public void The_help_of_map_states_ranges_and_defaults()
    {
        var help = string.Join(' ', ToolRun.Of("map", "--help").Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

        help.ShouldContain("(0.01…1000000 s, default 60)");
        help.ShouldContain("[default: edp]");
    }

    [Fact]
    public void The_version_is_one_line() => ToolRun.Of("--version").Out.ShouldBe($"cimarron {ResultBuilder.ToolVersion}\n");

    [Fact]
    public void Chips_are_listed_and_shown()
    {
        var list = ToolRun.Of("chips").Out;
        foreach (var name in ChipLibrary.Names)
        {
            list.ShouldContain(name);
            ToolRun.Of("chips", "show", name).Out.ShouldBe(ChipLibrary.LoadDefinition(name).Yaml);
        }

        foreach (var name in SparseChipLibrary.Names)
        {
            list.ShouldContain(name);
            ToolRun.Of("chips", "show", name).Out.ShouldBe(SparseChipLibrary.BuiltInYaml(name));
        }

        ToolRun.Of("chips", "schema").Out.ShouldBe(ChipLibrary.Schema());
    }

    [Fact]
    public void A_shown_variant_can_be_used_as_a_chip()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("v.yaml", ToolRun.Of("chips", "show", "default", "--set", "cores=4", "--set", "Input_buffer.size=16KiB").Out);

        ChipLibrary.Load(path).Hash.ShouldBe(ChipLibrary.Load("default", ["cores=4", "Input_buffer.size=16KiB"]).Hash);
    }

    [Fact]
    public void A_shown_variant_of_a_sparse_chip_can_be_used_too()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("v.yaml", ToolRun.Of("chips", "show", "ciminus-16", "--set", "macroRows=4", "--set", "globalBuffer.size=1MiB").Out);

        SparseChipLibrary.Load(path).Hash.ShouldBe(SparseChipLibrary.Load("ciminus-16", ["macroRows=4", "globalBuffer.size=1MiB"]).Hash);
    }

    [Fact]
    public void Models_are_listed()
    {
        var list = ToolRun.Of("models");

        list.ExitCode.ShouldBe(0, list.Error);
        NetworkZoo.Names.ShouldAllBe(n => list.Out.Contains(n, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_is_shown_operator_by_operator()
    {
        var run = ToolRun.Of("models", "show", "resnet18");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("resnet18: 49 operators, 21 matrix, 27 vector, 0 unsupported; 1,814,073,344 MACs");
        using var json = JsonDocument.Parse(ToolRun.Of("models", "show", "resnet18", "--json").Out);
        json.RootElement.GetProperty("nodes").GetArrayLength().ShouldBe(49);
        json.RootElement.GetProperty("nodes").EnumerateArray().Sum(n => n.GetProperty("macs").GetInt64()).ShouldBe(1_814_073_344);
    }

    [Fact]
    public void A_stored_result_is_reported_as_it_was()
    {
        using var directory = new TemporaryDirectory();
        var map = ToolRun.With(FakeMapper.Proving(), default, "map", "resnet18", "-o", directory["out"]);
        var file = directory["out/result.json"];

        ToolRun.Of("report", file).Out.ShouldBe(map.Out.Replace($"written to {directory["out"]}\n", "", StringComparison.Ordinal));
        ToolRun.Of("report", file, "--csv").Out.ShouldBe(File.ReadAllText(directory["out/layers.csv"]));
        ToolRun.Of("report", file, "--json").Out.ShouldBe(File.ReadAllText(file));
    }

    [Fact]
    public void A_closed_pipe_is_not_an_error()
    {
        using var error = new StringWriter();

        Cimarron.Tool.ToolProgram.Run(["chips", "schema"], new BrokenWriter("Broken pipe"), error).ShouldBe(0);
        error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void A_full_disk_behind_standard_output_is_a_diagnostic()
    {
        using var error = new StringWriter();

        Cimarron.Tool.ToolProgram.Run(["chips", "schema"], new BrokenWriter("No space left on device"), error).ShouldBe(2);
        error.ToString().ShouldContain("error CIM0111: cannot write the output: No space left on device");
    }

    private sealed class BrokenWriter(string message) : StringWriter
    {
        public override void Write(string? value) => throw new IOException(message);

        public override void Write(char value) => throw new IOException(message);
    }
}
