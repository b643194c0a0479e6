using System.Text.Json;
using Cimarron.Inference.Arrays;

namespace Cimarron.Tests.Tool;

/// <summary><c>prune</c> and <c>sparse</c>.</summary>
public sealed class SparseCommandTests
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits", "digits-cnn.onnx");

    private static readonly string Images = Path.Combine(AppContext.BaseDirectory, "examples", "digits", "digits-test.npz");

    [Fact]
    public void A_model_is_pruned_written_and_evaluated_by_its_zeros()
    {
        using var directory = new TemporaryDirectory();
        var pruned = Ok("prune", Digits, "--pattern", "row-block@0.5", "-o", directory["small.onnx"]);
        pruned.Out.ShouldContain("50.0 % of 458,272 weights removed");
        directory.Files().ShouldBe(["small.masks.npz", "small.onnx"]);
        NpzFile.Read(directory["small.masks.npz"]).Values.ShouldAllBe(a => a.Bytes.ToArray().All(b => b <= 1));

        var chosen = Rows(Ok("sparse", Digits, "--pattern", "row-block@0.5", "--json").Out);
        var found = Rows(Ok("sparse", directory["small.onnx"], "--pattern", "row-block", "--masked", "--json").Out);
        found[1].GetProperty("cycles").GetDouble().ShouldBe(chosen[1].GetProperty("cycles").GetDouble());
        found[0].GetProperty("cycles").GetDouble().ShouldBe(chosen[0].GetProperty("cycles").GetDouble(), "the dense run beside is the same");
    }

    [Fact]
    public void Accuracy_and_profile_are_measured_on_given_images()
    {
        using var directory = new TemporaryDirectory();
        var arrays = NpzFile.Read(Images);
        NpzFile.Write(directory["few.npz"], new Dictionary<string, NpyArray>
        {
            ["images"] = NpyArray.Of(arrays["images"].Bytes[..(40 * 784)].ToArray(), 40, 28, 28),
            ["labels"] = NpyArray.Of(arrays["labels"].Bytes[..40].ToArray(), 40),
        });
        var run = Ok("sparse", Digits, "--pattern", "4:8;hybrid", "--ratio", "0.5", "--data", directory["few.npz"], "--input-scale", "1/255", "-o", directory["out"], "--json");
        var rows = Rows(run.Out);
        rows.Length.ShouldBe(3);
        rows.ShouldAllBe(r => r.GetProperty("topOne").GetDouble() >= 0.4 && r.GetProperty("speedupWithInputs").GetDouble() >= r.GetProperty("speedup").GetDouble());
        File.Exists(directory["out/report.html"]).ShouldBeTrue();

        var again = Rows(Ok("sparse", Digits, "--pattern", "4:8", "--profile", directory["out/profile.npz"], "--json").Out);
        again[0].GetProperty("speedupWithInputs").GetDouble().ShouldBe(rows[0].GetProperty("speedupWithInputs").GetDouble());
        var pruned = Ok("prune", Digits, "--pattern", "4:8", "--data", directory["few.npz"], "--input-scale", "1/255", "-o", directory["new/p.onnx"], "--quiet");
        File.Exists(directory["new/p.masks.npz"]).ShouldBeTrue("directories are made");
        pruned.Out.ShouldContain("top-1 in 8 bits, 40 samples");
    }

    [Fact]
    public void Built_in_networks_get_random_masks_by_seed()
    {
        double Cycles(params string[] more) => Rows(Ok(["sparse", "mobilenet_v2", "--pattern", "row-block", "--ratio", "0.8", "--json", .. more]).Out)[1].GetProperty("cycles").GetDouble();
        Cycles().ShouldBe(Cycles("--threads", "1"));
        Cycles().ShouldNotBe(Cycles("--seed", "1"));
        Cycles("--compress", "none").ShouldBeGreaterThan(Cycles());
        Cycles("--chip", "ciminus-16", "--set", "macroRows=2", "--set", "macroColumns=8", "--rearrange", "--strategy", "spatial").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Patterns_are_read_from_files_and_parts()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("mine.yaml", "kind: pattern\nname: mine\nfull: { rows: 4, columns: all, ratio: 0.75 }\n");
        var rows = Rows(Ok("sparse", "alexnet", "--pattern", $"{file};full(2,16)+1:2@0.75 2:4", "--json").Out);
        rows.Select(r => r.GetProperty("pattern").GetString()).ShouldBe(["dense", "mine", "full(2,16)+1:2", "2:4"]);
        rows[1].GetProperty("ratio").GetDouble().ShouldBe(0.75, 0.01);
    }

    [Fact]
    public void A_file_of_shapes_gets_random_masks_and_says_so()
    {
        var run = Ok("sparse", Path.Combine(AppContext.BaseDirectory, "Data", "Models", "resnet18.shape.onnx"), "--pattern", "row-block@0.8", "--json");
        run.Error.ShouldContain("CIM0915");
        Rows(run.Out)[1].GetProperty("speedup").GetDouble().ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Dimensions_beyond_all_bounds_are_refused_and_not_tried()
    {
        using var directory = new TemporaryDirectory();
        var model = new Cimarron.Tests.Workloads.Onnx.ModelBuilder();
        model.Output(model.Node("MatMul", [model.Input("x", 4, 1 << 20), model.Weight(1 << 20, 1 << 20)]));
        File.WriteAllBytes(directory["huge.onnx"], Google.Protobuf.MessageExtensions.ToByteArray(model.Model));
        ToolRun.Of("sparse", directory["huge.onnx"], "--pattern", "unstructured@0.5").ShouldBeRefused().Error.ShouldContain("CIM0831");
        Should.Throw<DiagnosticException>(() => Cimarron.Sparsity.Masks.MatrixShape.Of(Cimarron.Workloads.Layer.Gemm("huge", 1, 1 << 20, 1 << 20))).Diagnostics.Single().Code.ShouldBe("CIM0902");
    }

    /// <summary>A command line, and what the diagnostic must name.</summary>
    public static TheoryData<string[], string> WrongCommandLines => new()
    {
        { ["prune", Digits, "-o", "x.onnx"], "--pattern" },
        { ["prune", Digits, "--pattern", "row-blok", "-o", "x.onnx"], "did you mean 'row-block'" },
        { ["prune", Digits, "--pattern", "row-block@2", "-o", "x.onnx"], "CIM0903" },
        { ["prune", Digits, "--pattern", "row-block@0.5", "--skip", "nobody", "-o", "x.onnx"], "nobody" },
        { ["prune", Digits, "--pattern", "row-block@0.5", "-o", Digits], "replace the model" },
        { ["prune", "resnet18", "--pattern", "row-block@0.5", "-o", "x.onnx"], "CIM0908" },
        { ["prune", "missing.onnx", "--pattern", "row-block@0.5", "-o", "x.onnx"], "missing.onnx" },
        { ["prune", Digits, "--pattern", "row-block@0.5", "--criterion", "l3", "-o", "x.onnx"], "--criterion" },
        { ["sparse", "resnet18", "--pattern", "full(1,3)@0.5"], "CIM0901" },
        { ["sparse", "resnet18", "--pattern", "row-block", "--ratio", "1.5"], "--ratio" },
        { ["sparse", "resnet18", "--chip", "ciminus-5"], "ciminus" },
        { ["sparse", "resnet18", "--set", "macroRows=0"], "macroRows" },
        { ["sparse", "resnet18", "--masked", "--pattern", "row-block"], "--masked" },
        { ["sparse", "resnet18", "--data", Images], "--data" },
        { ["sparse", "resnet18", "--profile", Images], "CIM0914" },
        { ["sparse", "resnet18", "--seed", "-1"], "--seed" },
        { ["sparse", "resnet18", "--skip", "conv2"], "CIM0909" },
        { ["sparse", "resnet18", "--compress", "sideways"], "--compress" },
        { ["sparse", Digits, "--pattern", "2:4", "--masked"], "CIM0906" },
        { ["paper", "ciminus", "--tables", "nothing"], "nothing" },
    };

    [Theory]
    [MemberData(nameof(WrongCommandLines))]
    public void A_wrong_command_line_is_refused_by_name(string[] args, string named) => ToolRun.Of(args).ShouldBeRefused().Error.ShouldContain(named);

    private static JsonElement[] Rows(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("id").GetString() == "patterns").GetProperty("rows").EnumerateArray().Select(r => r.Clone())];
    }

    private static ToolRun Ok(params string[] args)
    {
        var run = ToolRun.Of(args);
        run.ExitCode.ShouldBe(0, run.Error);
        return run;
    }
}
