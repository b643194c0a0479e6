using Cimarron.Reports;

namespace Cimarron.Tests.Tool;

public sealed class ProcessTests
{
    /// <summary>Far more work than any of these tests waits for.</summary>
    private static string[] LongRun(string directory) => ["map", "resnet50", "--objective", "edp", "--threads", "2", "--time-limit", "3600", "-o", directory];

    /// <summary>Milliseconds after the first answers are on disk: no two calls strike at the same place of the search.</summary>
    public static TheoryData<int> Moments
    {
        get
        {
            var random = new Random(20261121);
            return [0, random.Next(50, 300), random.Next(300, 1200)];
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Ctrl_C_reports_the_best_so_far_with_its_gap(int milliseconds)
    {
        using var directory = new TemporaryDirectory();
        using var tool = new ToolProcess(LongRun(directory["out"]));
        tool.WaitFor(directory["out/result.json"]);
        Thread.Sleep(milliseconds);

        tool.Interrupt();
        var run = tool.Finish();

        run.ExitCode.ShouldBe(130, run.Error);
        run.Error.ShouldContain("cancelled; the best mappings so far are reported with their gaps");
        var result = ResultJson.ReadFile(directory["out/result.json"]);
        result.Status.ShouldBe("cancelled");
        result.Layers.Select(l => l.Status).Distinct().ShouldBeSubsetOf(["cancelled", "optimal"]);
        result.Layers.ShouldContain(l => l.Status == "cancelled");
        result.Layers.ShouldAllBe(l => l.Gap >= 0 && l.Gap <= 1 && (l.Mapping == null) == (l.Edp == null));
        result.Layers.Count(l => l.Mapping is not null).ShouldBeGreaterThan(0);
        run.Out.ShouldContain($"{result.Totals.Mapped} of {result.Totals.Layers} layers ");
        ToolRun.Of("report", directory["out/result.json"]).Out.ShouldBe(run.Out.Replace($"written to {directory["out"]}\n", "", StringComparison.Ordinal));
        ToolRun.Of("evaluate", directory["out/result.json"]).Out.ShouldContain("the stored costs are confirmed");
        directory.Files().ShouldAllBe(f => !f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Ctrl_C_at_any_moment_of_the_start_ends_with_130()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(7);
        for (var i = 0; i < 3; i++)
        {
            var output = directory[$"out{i}"];
            using var tool = new ToolProcess(LongRun(output));
            Thread.Sleep(random.Next(20, 600));

            tool.Interrupt();

            tool.Finish().ExitCode.ShouldBe(130);
            ShouldBeAbsentOrWhole(output);
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void A_killed_run_leaves_a_result_that_can_be_read(int milliseconds)
    {
        using var directory = new TemporaryDirectory();
        using var tool = new ToolProcess(LongRun(directory["out"]));
        tool.WaitFor(directory["out/result.json"]);
        Thread.Sleep(milliseconds);

        tool.Kill();
        tool.Finish().ExitCode.ShouldNotBe(0);

        ShouldBeAbsentOrWhole(directory["out"]);
        ResultJson.ReadFile(directory["out/result.json"]).Status.ShouldBe("running");
    }

    [Fact]
    public void The_next_run_removes_what_killed_runs_left_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        var id = Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(directory["out/mappings"]);
        directory.Write($"out/.result.json.{id}.tmp", "half");
        directory.Write($"out/mappings/.l.json.{id}.tmp", "half");
        directory.Write("out/.mine.tmp", "");
        directory.Write($"out/.other.{id}.txt", "");

        ToolRun.Of("map", "--layer", "P=4,C=4,K=4,name=l", "-o", directory["out"]).ExitCode.ShouldBe(0);

        directory.Files().ShouldBe(["out/.mine.tmp", $"out/.other.{id}.txt", "out/layers.csv", "out/mappings/l.json", "out/nests/l.txt", "out/result.json"]);
    }

    private static void ShouldBeAbsentOrWhole(string output)
    {
        var file = Path.Combine(output, "result.json");
        if (File.Exists(file))
        {
            var run = ToolRun.Of("report", file);
            run.ExitCode.ShouldBe(0, run.Error);
            ToolRun.Of("evaluate", file).ExitCode.ShouldBe(0);
        }
    }
}
