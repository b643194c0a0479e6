using System.Text.Json;
using Cimarron.Inference;
using Cimarron.Inference.Arrays;
using Cimarron.Tests.Inference;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Tool;

/// <summary><c>compile</c> and <c>run</c> on a perceptron of two layers.</summary>
public sealed class CompileCommandTests
{
    private static readonly string[] Timed = ["chip.yaml", "program.cim", "schedule.json"];

    private static ValueModel Perceptron => SmallModels.All.Single(m => m.Name == "perceptron");

    [Fact]
    public void A_calibrated_model_is_compiled_and_run_in_values()
    {
        using var directory = new TemporaryDirectory();
        var (model, samples) = Files(directory);

        var compiled = Ok("compile", model, "--calibrate", samples, "-o", directory["out"], "--certify", "cbc");
        compiled.Out.ShouldContain("confirms the least time of");
        compiled.Out.ShouldContain("cim-mlc-aware");
        string[] written = [.. Directory.GetFiles(directory["out"]).Select(f => Path.GetFileName(f))];
        written.ShouldBeSubsetOf([.. Timed, "data.npz", .. written.Where(w => w.StartsWith("report", StringComparison.Ordinal) || w.EndsWith(".csv", StringComparison.Ordinal) || w.EndsWith(".json", StringComparison.Ordinal))]);
        Timed.Append("data.npz").ShouldBeSubsetOf(written);

        var run = Ok("run", directory["out"], "-i", samples, "-o", directory["values/y.npz"]);
        run.Out.ShouldContain("samples executed");
        run.Out.ShouldContain(Cycles(directory["out/schedule.json"]).ToString("N0", System.Globalization.CultureInfo.InvariantCulture));
        NpzFile.Read(directory["values/y.npz"]).Single().Value.Shape.ShouldBe([1, 5, 10]);
        using var json = JsonDocument.Parse(Ok("run", directory["out/program.cim"], "--json").Out);
        json.RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public void Without_examples_the_program_can_be_timed_only()
    {
        using var directory = new TemporaryDirectory();
        var (model, samples) = Files(directory);
        Ok("compile", model, "--calibrate", samples, "-o", directory["out"], "--quiet", "--no-compare");
        Ok("compile", model, "-o", directory["out"], "--quiet", "--no-compare");

        File.Exists(directory["out/data.npz"]).ShouldBeFalse("values of another compilation are no values of this one");
        Ok("run", directory["out"]);
        Refused("CIM0818", "run", directory["out"], "-i", samples);
    }

    [Theory]
    [InlineData("occ")]
    [InlineData("puma")]
    [InlineData("cim-mlc")]
    [InlineData("cim-mlc-aware")]
    public void Programs_of_other_compilers_can_be_written_and_run(string name)
    {
        using var directory = new TemporaryDirectory();
        var (model, samples) = Files(directory);

        var compiled = Ok("compile", model, "--calibrate", samples, "--baseline", name, "-o", directory["out"]);
        compiled.Out.ShouldNotContain("all-compute", customMessage: "a baseline is not compared with ours");
        File.ReadAllText(directory["out/report.json"]).ShouldContain($"\"{name}\"");
        Ok("compile", model, "--calibrate", samples, "-o", directory["ours"], "--no-compare");
        Ok("run", directory["out"], "-i", samples, "-o", directory["y.npz"]);
        Ok("run", directory["ours"], "-i", samples, "-o", directory["ours.npz"]);
        NpzFile.Read(directory["y.npz"]).Single().Value.Bytes.ToArray().ShouldBe(NpzFile.Read(directory["ours.npz"]).Single().Value.Bytes.ToArray());
        Cycles(directory["out/schedule.json"]).ShouldBeGreaterThanOrEqualTo(Cycles(directory["ours/schedule.json"]));
    }

    [Fact]
    public void What_only_our_compiler_knows_is_refused_for_the_others()
    {
        using var directory = new TemporaryDirectory();
        var model = Files(directory).Model;
        Refused("CIM0602", "compile", model, "--baseline", "occ", "--one-plan");
        Refused("CIM0602", "compile", model, "--baseline", "tvm");
    }

    [Fact]
    public void Json_is_a_document_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        using var json = JsonDocument.Parse(Ok("compile", Files(directory).Model, "--json").Out);

        json.RootElement.ToString().ShouldContain("none: the program can be timed only");
        json.RootElement.GetProperty("title").GetString()!.ShouldContain("dynaplasia");
    }

    [Fact]
    public void Fields_of_the_chip_can_be_set_and_go_with_the_program()
    {
        using var directory = new TemporaryDirectory();
        var (model, _) = Files(directory);
        Ok("compile", model, "--set", "arrays=3", "--set", "rows=16", "--set", "external=1B/cycle", "-o", directory["slow"], "--quiet");
        Ok("compile", model, "-o", directory["fast"], "--quiet");

        Cycles(directory["slow/schedule.json"]).ShouldBeGreaterThan(Cycles(directory["fast/schedule.json"]));
        File.ReadAllText(directory["slow/chip.yaml"]).ShouldContain("arrays: 3\n");
        Ok("run", directory["slow"]);
    }

    [Fact]
    public void A_program_runs_on_its_own_chip_only()
    {
        using var directory = new TemporaryDirectory();
        Ok("compile", Files(directory).Model, "--set", "arrays=5", "-o", directory["out"], "--quiet");

        Refused("CIM0816", "run", directory["out"], "--chip", "dynaplasia");
        Refused("CIM0816", "run", directory["out"], "--chip", "prime");
        Ok("run", directory["out"], "--chip", "dynaplasia", "--set", "arrays=5");
        Refused("--chip", "run", directory["out"], "--set", "arrays=5");
        File.Delete(directory["out/chip.yaml"]);
        Refused("CIM0816", "run", directory["out"]);
    }

    [Fact]
    public void Damaged_files_are_refused()
    {
        using var directory = new TemporaryDirectory();
        var (model, samples) = Files(directory);
        Ok("compile", model, "--calibrate", samples, "-o", directory["out"], "--quiet");
        foreach (var name in (string[])["program.cim", "chip.yaml", "data.npz"])
        {
            var good = File.ReadAllBytes(directory[$"out/{name}"]);
            foreach (var bad in (byte[][])[[], good[..(good.Length / 2)], [.. good.Reverse()], [0xff, 0xfe, 0, 1, 2], [.. good.Concat(good)]])
            {
                File.WriteAllBytes(directory[$"out/{name}"], bad);
                var run = ToolRun.Of("run", directory["out"], "-i", samples);
                run.ExitCode.ShouldBeOneOf([0, 2], $"{name} of {bad.Length} bytes: {run.Error}");
                (run.Error + run.Out).ShouldNotContain("internal error");
                (run.ExitCode == 0).ShouldBe(name == "data.npz" && bad.Length == 2 * good.Length, $"{name} of {bad.Length} bytes passed");
            }

            File.WriteAllBytes(directory[$"out/{name}"], good);
        }

        Ok("run", directory["out"], "-i", samples);
    }

    [Fact]
    public void A_program_that_breaks_a_rule_is_refused_by_the_rule()
    {
        using var directory = new TemporaryDirectory();
        Ok("compile", Files(directory).Model, "-o", directory["out"], "--quiet");
        var lines = File.ReadAllLines(directory["out/program.cim"]);
        File.WriteAllLines(directory["out/program.cim"], lines.Where(l => !l.Contains("CIM.write", StringComparison.Ordinal)));

        Refused("program.cim", "run", directory["out"]);
    }

    [Fact]
    public void Inputs_must_fit()
    {
        using var directory = new TemporaryDirectory();
        var (model, samples) = Files(directory);
        Ok("compile", model, "--calibrate", samples, "-o", directory["out"], "--quiet");
        NpzFile.Write(directory["short.npz"], new Dictionary<string, NpyArray> { ["x0"] = NpyArray.Of(new float[99], 99) });
        NpzFile.Write(directory["labels.npz"], new Dictionary<string, NpyArray> { ["labels"] = NpyArray.Of(new long[5], 5) });
        File.WriteAllText(directory["bad.npz"], "PK nothing");

        foreach (var (file, named) in ((string, string)[])[("short.npz", "CIM0817"), ("labels.npz", "CIM0817"), ("bad.npz", "bad.npz"), ("missing.npz", "missing.npz")])
        {
            Refused(named, "run", directory["out"], "-i", directory[file]);
            Refused(named, "compile", model, "--calibrate", directory[file]);
        }
    }

    [Fact]
    public void A_network_without_products_has_nothing_for_the_arrays()
    {
        using var directory = new TemporaryDirectory();
        var m = new ValueModel("relu");
        File.WriteAllBytes(directory["relu.onnx"], m.Output(m.Node("Relu", [m.Input(2, 3)])).File());

        Refused("CIM0814", "compile", directory["relu.onnx"]);
    }

    [Fact]
    public void A_cancelled_compilation_writes_nothing()
    {
        using var directory = new TemporaryDirectory();
        var (model, _) = Files(directory);
        using var source = new CancellationTokenSource();
        source.Cancel();

        var run = ToolRun.With(null, source.Token, "compile", model, "-o", directory["out"]);

        run.ExitCode.ShouldBe(130, run.Error);
        run.Out.ShouldBeEmpty();
        Directory.Exists(directory["out"]).ShouldBeFalse();
    }

    /// <summary>A command line, and what the diagnostic must name.</summary>
    public static TheoryData<string[], string> WrongCommandLines => new()
    {
        { ["compile"], "model" },
        { ["compile", "missing.onnx"], "missing.onnx" },
        { ["compile", "resnet19"], "resnet19" },
        { ["compile", "resnet-18", "--calibrate", "x.npz"], "built-in" },
        { ["compile", "resnet-18", "--chip", "dynaplasma"], "did you mean 'dynaplasia'" },
        { ["compile", "resnet-18", "--chip", "default"], "default" },
        { ["compile", "resnet-18", "--set", "arrays=0"], "arrays" },
        { ["compile", "resnet-18", "--set", "arrays"], "field=value" },
        { ["compile", "resnet-18", "--set", "arays=4"], "arays" },
        { ["compile", "resnet-18", "--set", "external=0B/cycle"], "external" },
        { ["compile", "resnet-18", "--set", "arrays=4", "--set", "arrays=5"], "set twice" },
        { ["compile", "resnet-18", "--cost", "cheap"], "--cost" },
        { ["compile", "resnet-18", "--paper-reload"], "--cost" },
        { ["compile", "resnet-18", "--certify", "gurobi"], "gurobi" },
        { ["compile", "resnet-18", "--samples", "0"], "--samples" },
        { ["compile", "resnet-18", "--input-scale", "1/0"], "--input-scale" },
        { ["compile", "resnet-18", "--input-scale", "-1"], "--input-scale" },
        { ["compile", "resnet-18", "--threads", "0"], "--threads" },
        { ["compile", "resnet-18", "--dim", "N"], "--dim" },
        { ["compile", "resnet-18", "--all-comput"], "--all-compute" },
        { ["run"], "program" },
        { ["run", "missing"], "missing" },
        { ["run", "/dev/null"], "/dev/null" },
        { ["run", "/"], "program.cim" },
        { ["run", ""], "error" },
        { ["run", "missing", "--input-scale", "x"], "--input-scale" },
    };

    [Theory]
    [MemberData(nameof(WrongCommandLines))]
    public void A_wrong_command_line_is_refused_by_name(string[] args, string named) => Refused(named, args);

    private static (string Model, string Samples) Files(TemporaryDirectory directory)
    {
        var model = Perceptron;
        File.WriteAllBytes(directory["model.onnx"], model.File());
        NpzFile.Write(directory["samples.npz"], model.Inputs.ToDictionary(i => i.Key, i => NpyArray.Of(i.Value.ToFloats(), [.. i.Value.Shape])));
        return (directory["model.onnx"], directory["samples.npz"]);
    }

    private static ToolRun Ok(params string[] args)
    {
        var run = ToolRun.Of(args);
        run.ExitCode.ShouldBe(0, run.Error);
        return run;
    }

    private static void Refused(string named, params string[] args) => ToolRun.Of(args).ShouldBeRefused().Error.ShouldContain(named);

    private static long Cycles(string schedule)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(schedule));
        return json.RootElement.GetProperty("cycles").GetInt64();
    }
}
