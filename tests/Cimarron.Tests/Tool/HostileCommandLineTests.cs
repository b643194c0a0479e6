using Cimarron.Hardware;

namespace Cimarron.Tests.Tool;

public sealed class HostileCommandLineTests
{
    private const string Layer = "P=4,C=4,K=4";

    /// <summary>A command line, and what the diagnostic must name.</summary>
    public static TheoryData<string[], string> Refused => new()
    {
        { ["mapp"], "mapp" },
        { ["sparse", "resnet18", "--pattern", "hybrid", "--jsn"], "did you mean '--json'" },
        { ["map"], "model" },
        { ["map", "resnet18", "alexnet"], "alexnet" },
        { ["map", "resnet19"], "resnet19" },
        { ["map", ""], "error" },
        { ["map", "missing.onnx"], "missing.onnx" },
        { ["map", "/"], "/" },
        { ["map", "resnet18", "--layer", Layer], "--layer" },
        { ["map", "--layer", ""], "error" },
        { ["map", "--layer", "R=0"], "R" },
        { ["map", "--layer", "R=-3"], "R" },
        { ["map", "--layer", "X=3"], "X" },
        { ["map", "--layer", "P=99999999999999999999"], "P" },
        { ["map", "--layer", "P=NaN"], "P" },
        { ["map", "--layer", "P=2147483647,Q=2147483647,C=2147483647"], "multiply-accumulates" },
        { ["map", "--layer"], "--layer" },
        { ["map", "--layer", Layer, "--layer", Layer], "--layer" },
        { ["map", "--layer", Layer, "--chip", "defualt"], "did you mean 'default'" },
        { ["map", "--layer", Layer, "--chip", ""], "chip" },
        { ["map", "--layer", Layer, "--chip", "/"], "/" },
        { ["map", "--layer", Layer, "--chip", "/dev/null"], "/dev/null" },
        { ["map", "--layer", Layer, "--chip"], "--chip" },
        { ["map", "--layer", Layer, "--chip", "default", "--chip", "transformer"], "--chip" },
        { ["map", "--layer", Layer, "--set", "cores"], "path=value" },
        { ["map", "--layer", Layer, "--set", "cores=0"], "cores" },
        { ["map", "--layer", Layer, "--set", "cores=-1"], "cores" },
        { ["map", "--layer", Layer, "--set", "coers=1"], "did you mean 'cores'" },
        { ["map", "--layer", Layer, "--set", "Global_buffer.size=1"], "Global_buffer" },
        { ["map", "--layer", Layer, "--set", "Global_buffer.size=512KB"], "KiB" },
        { ["map", "--layer", Layer, "--set", "Dram.port=9223372036854775808"], "port" },
        { ["map", "--layer", Layer, "--set", "leakage=NaN"], "leakage" },
        { ["map", "--layer", Layer, "--set", "cores=1", "--set", "cores=2"], "set twice" },
        { ["map", "--layer", Layer, "--objective", "speed"], "--objective" },
        { ["map", "--layer", Layer, "--objective", ""], "--objective" },
        { ["map", "--layer", Layer, "--profile", "lax"], "--profile" },
        { ["map", "--layer", Layer, "--time-limit", "0"], "--time-limit" },
        { ["map", "--layer", Layer, "--time-limit", "-5"], "--time-limit" },
        { ["map", "--layer", Layer, "--time-limit", "NaN"], "--time-limit" },
        { ["map", "--layer", Layer, "--time-limit", "Infinity"], "--time-limit" },
        { ["map", "--layer", Layer, "--time-limit", "1e300"], "--time-limit" },
        { ["map", "--layer", Layer, "--time-limit", "ten"], "--time-limit" },
        { ["map", "--layer", Layer, "--time-limit", "10 s"], "--time-limit" },
        { ["map", "--layer", Layer, "--time-limit"], "--time-limit" },
        { ["map", "--layer", Layer, "--threads", "0"], "--threads" },
        { ["map", "--layer", Layer, "--threads", "1.5"], "--threads" },
        { ["map", "--layer", Layer, "--threads", "99999"], "--threads" },
        { ["map", "--layer", Layer, "--threads", "all"], "--threads" },
        { ["map", "resnet18", "--dim", "N"], "--dim" },
        { ["map", "resnet18", "--dim", "N=0"], "--dim" },
        { ["map", "resnet18", "--dim", "N=-1"], "--dim" },
        { ["map", "resnet18", "--dim", "N=1.5"], "--dim" },
        { ["map", "resnet18", "--dim", "=1"], "--dim" },
        { ["map", "resnet18", "--dim", "N=99999999999"], "--dim" },
        { ["map", "resnet18", "--dim", "N=1", "--dim", "N=2"], "--dim" },
        { ["map", "resnet18", "--dim", "N=1"], "--dim" },
        { ["map", "--layer", Layer, "--json", "--csv"], "--csv" },
        { ["map", "--layer", Layer, "--quiet", "--verbose"], "--verbose" },
        { ["map", "--layer", Layer, "--colour"], "--colour" },
        { ["map", "--layer", Layer, "-x"], "-x" },
        { ["map", "--layer", Layer, "--output"], "--output" },
        { ["map", "--layer", Layer, "-o", "/dev/null/out"], "/dev/null/out" },
        { ["map", "--layer", Layer, "-o", "/proc/out"], "/proc/out" },
        { ["map", "--layer", Layer, "-o", ""], "error" },
        { ["map", "--layer", Layer, "-o", "a\0b"], "error" },
        { ["map", "@file"], "@file" },
        { ["map", "--layer", Layer, "--objectiv", "edp"], "did you mean '--objective'" },
        { ["evaluate"], "mapping" },
        { ["evaluate", "missing.json"], "missing.json" },
        { ["evaluate", "/"], "/" },
        { ["evaluate", ""], "error" },
        { ["evaluate", "/dev/null"], "/dev/null" },
        { ["evaluate", "missing.json", "--chip", "missing.yaml"], "missing.yaml" },
        { ["evaluate", "missing.json", "--profile", "lax"], "--profile" },
        { ["report"], "result" },
        { ["report", "missing.json"], "missing.json" },
        { ["report", "/"], "/" },
        { ["report", "/dev/null"], "/dev/null" },
        { ["report", "missing.json", "--json", "--csv"], "--csv" },
        { ["chips", "list"], "list" },
        { ["chips", "show"], "chip" },
        { ["chips", "show", "nope"], "nope" },
        { ["chips", "show", "default", "--set", "macro.rows=none"], "macro.rows" },
        { ["chips", "schema", "extra"], "extra" },
        { ["models", "show"], "model" },
        { ["models", "show", "resnet"], "resnet" },
        { ["models", "show", "/dev/null"], "/dev/null" },
        { ["models", "show", "bert-base:seq=0"], "seq" },
        { ["models", "show", "bert-base:size=big"], "size" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_wrong_command_line_is_refused_by_name(string[] args, string named)
    {
        ToolRun.Of(args).ShouldBeRefused().Error.ShouldContain(named);
    }

    [Fact]
    public void Problems_of_different_options_are_reported_together()
    {
        var error = ToolRun.Of("map", "resnet19", "--chip", "nope", "--objective", "speed", "--threads", "0", "--dim", "N").ShouldBeRefused().Error;

        error.Split('\n').Count(l => l.Contains("error CIM0", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public void An_output_directory_below_a_file_is_refused_before_the_search()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("file", "x");

        ToolRun.Of("map", "--layer", Layer, "-o", Path.Combine(file, "out")).ShouldBeRefused().Error.ShouldContain("CIM0110");

        File.ReadAllText(file).ShouldBe("x");
        directory.Files().ShouldBe(["file"]);
    }

    [Fact]
    public void A_result_that_cannot_be_replaced_is_reported_and_leaves_nothing_behind()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["out/result.json/x"]);

        var run = ToolRun.Of("map", "--layer", Layer, "-o", directory["out"]);

        run.ShouldBeRefused().Error.ShouldContain("result.json");
        directory.Files().ShouldBeEmpty();
    }

    [Fact]
    public void A_chip_file_with_many_mistakes_names_each_with_its_line()
    {
        using var directory = new TemporaryDirectory();
        var yaml = ChipLibrary.LoadDefinition("default").Yaml
            .Replace("cores: 8", "cores: -8", StringComparison.Ordinal)
            .Replace("    port: 64 bit/cycle", "    port: 64", StringComparison.Ordinal)
            .Replace("kind: macro", "kind: makro", StringComparison.Ordinal);
        var path = directory.Write("chip.yaml", yaml);

        var error = ToolRun.Of("map", "--layer", Layer, "--chip", path).ShouldBeRefused().Error;

        foreach (var (text, field) in new[] { ("cores: -8", "cores"), ("    port: 64\n", "levels[0].port"), ("kind: makro", "levels[6].kind") })
        {
            var line = yaml[..yaml.IndexOf(text, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
            error.ShouldContain($"{path}:{line}: error");
            error.ShouldContain($": {field}: ");
        }
    }

    [Fact]
    public void Damaged_mapping_files_are_refused_or_still_mappings()
    {
        using var directory = new TemporaryDirectory();
        ToolRun.Of("map", "--layer", "R=3,S=3,P=8,Q=8,C=16,K=16,padding=1,name=l", "-o", directory["out"]).ExitCode.ShouldBe(0);
        var good = File.ReadAllBytes(directory["out/mappings/l.json"]);
        var random = new Random(7);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var path = directory["damaged.json"];
            File.WriteAllBytes(path, Damage(good, random, truncate: i % 3 == 0));
            var run = ToolRun.Of("evaluate", path);
            if (run.ExitCode != 0)
            {
                run.ShouldBeRefused().Error.ShouldContain(path);
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Damaged_result_files_are_refused_or_still_results()
    {
        using var directory = new TemporaryDirectory();
        ToolRun.Of("map", "--layer", "R=3,S=3,P=8,Q=8,C=16,K=16,padding=1,name=l", "-o", directory["out"]).ExitCode.ShouldBe(0);
        var good = File.ReadAllBytes(directory["out/result.json"]);
        var random = new Random(8);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var path = directory["damaged.json"];
            File.WriteAllBytes(path, Damage(good, random, truncate: i % 3 == 0));
            foreach (var command in new[] { "report", "evaluate" })
            {
                var run = ToolRun.Of(command, path);
                if (run.ExitCode != 0)
                {
                    run.ShouldBeRefused().Error.ShouldContain("damaged.json");
                    refused++;
                }
            }
        }

        refused.ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":1}")]
    [InlineData("{\"format\":2}")]
    [InlineData("{\"format\":\"1\"}")]
    [InlineData("{\"format\":1,\"layers\":null}")]
    [InlineData("{\"layers\":[]}")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"format\":1e999}")]
    [InlineData("{\"layer\":{}}")]
    [InlineData("{\"layer\":{\"P\":4},\"temporal\":[{\"dim\":\"P\",\"size\":4,\"levels\":{\"I\":\"Dram\",\"W\":\"Dram\",\"O\":\"Nowhere\"}}]}")]
    [InlineData("{\"layer\":{\"P\":4},\"temporal\":[{\"dim\":\"P\",\"size\":4e999,\"levels\":{\"I\":\"Dram\",\"W\":\"Dram\",\"O\":\"Dram\"}}]}")]
    public void Text_that_is_neither_result_nor_mapping_is_refused(string text)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("x.json", text);

        ToolRun.Of("report", path).ShouldBeRefused().Error.ShouldContain(path);
        ToolRun.Of("evaluate", path).ShouldBeRefused().Error.ShouldContain(path);
    }

    [Fact]
    public void Deeply_nested_JSON_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("deep.json", string.Concat(Enumerable.Repeat("{\"layer\":", 50_000)));

        ToolRun.Of("report", path).ShouldBeRefused();
        ToolRun.Of("evaluate", path).ShouldBeRefused();
    }

    private static byte[] Damage(byte[] good, Random random, bool truncate)
    {
        var damaged = (byte[])good.Clone();
        for (var flips = random.Next(1, 8); flips > 0; flips--)
        {
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        }

        return truncate ? damaged[..random.Next(damaged.Length)] : damaged;
    }
}
