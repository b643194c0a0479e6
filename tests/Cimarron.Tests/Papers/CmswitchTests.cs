using System.Collections.Immutable;
using Cimarron.DualMode;
using Cimarron.DualMode.Emission;
using Cimarron.DualMode.Simulation;
using Cimarron.Exploration.Cmswitch;
using Cimarron.Exploration.Studies;
using Cimarron.Reports.Tables;
using Cimarron.Tests.Tool;
using Cimarron.Workloads;

namespace Cimarron.Tests.Papers;

/// <summary>CMSwitch, ASPLOS 2025, arXiv 2502.17006: its figures, and the study that stands beside them.</summary>
public sealed class CmswitchTests : IDisposable
{
    private static readonly CmswitchOptions Small = new() { IsQuick = true, Threads = 2, Networks = [DualWorkload.Of("resnet18"), new("BERT-large, one layer", "bert-large:seq=32,layers=1")] };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_published_figures_are_those_of_the_paper()
    {
        CmswitchPublished.All.ShouldAllBe(f => f.Source.Contains("2502.17006") && f.Low <= f.High && f.Low > 0);
        CmswitchPublished.All.Select(f => f.Id).ShouldBeUnique();
        (CmswitchPublished.Figure("speedup.opt-13b").Low, CmswitchPublished.Figure("speedup.opt-13b").High).ShouldBe((1.20, 2.03));
        CmswitchPublished.Figure("speedup.all").Low.ShouldBe(1.31);
        CmswitchPublished.Figure("switching").Low.ShouldBe(0.03);
    }

    [Fact]
    public void Preset_fit_meets_the_published_averages_it_is_documented_to_meet()
    {
        var table = Study(["presets"], new CmswitchOptions { Threads = 2 }).Run("test").Tables.Single();
        var fit = table.Rows.Where(r => r.Cells[0].Text == "fit").ToDictionary(r => r.Cells[1].Text!, r => r.Cells[2].Number!.Value);

        fit["LLaMA-2-7B"].ShouldBe(1.24, 1.24 * 0.03);
        fit["OPT-6.7B"].ShouldBe(1.50, 1.50 * 0.03);
        fit["VGG-16"].ShouldBeInRange(1.32, 1.48);
        fit["MobileNetV1"].ShouldBeInRange(1.06, 1.23);

        // These three are not met; the report says so.
        fit["ResNet-18"].ShouldBe(1.23, 1.23 * 0.06);
        fit["BERT-large"].ShouldBe(1.17, 1.17 * 0.08);
        fit["OPT-13B"].ShouldBe(1.73, 1.73 * 0.06);
        new[] { "ResNet-18", "BERT-large", "OPT-13B" }.ShouldAllBe(name => table.Remarks[0].Contains(name));
        fit.Values.Average().ShouldBe(1.31, 1.31 * 0.03);

        var trend = table.Rows.Where(r => r.Cells[0].Text == "trend").ToArray();
        trend[0].Cells[2].Number!.Value.ShouldBe(1.17, 1.17 * 0.03);
        trend[^1].Cells[2].Number!.Value.ShouldBe(1.02, 1.02 * 0.03);
        trend[^1].Cells[5].Number!.Value.ShouldBeLessThan(0.01);
        trend[0].Cells[5].Number!.Value.ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void Literal_and_compiled_cycles_stand_side_by_side()
    {
        var options = Small with { Networks = [DualWorkload.Of("resnet18")] };
        var report = Study(["literal", "speedup", "length", "generation"], options).Run("test");

        report.Tables.Select(t => t.Id).ShouldBe(["speedup", "literal", "length", "generation"]);
        report.Tables.ShouldAllBe(t => t.Alarms.IsEmpty && !t.Remarks.IsEmpty && t.Rows.All(r => r.Cells.Length == t.Columns.Length));
        Numbers(report.Tables[1], "speedup").ShouldBe([1.17, 1.41], 0.02);
        Numbers(report.Tables[0], "speedup")[2].ShouldNotBe(Numbers(report.Tables[1], "speedup")[1]);
        report.Tables[2].Rows.Select(r => r.Cells[0].Text).Distinct().ShouldBe(["physical", "preset trend, literal reading"]);
        Numbers(report.Tables[3], "decodeSpeedup").ShouldAllBe(s => s >= 1 && s < 1.05);
        Numbers(report.Tables[3], "speedup").Zip(Numbers(report.Tables[3], "prefillSpeedup"), Numbers(report.Tables[3], "decodeSpeedup")).ShouldAllBe(r => r.First >= r.Third && r.First <= r.Second);
    }

    [Fact]
    public void Nothing_is_faster_than_ours_and_every_table_is_whole()
    {
        var report = Study(["speedup", "prime", "segments", "switching", "sensitivity"]).Run("test");

        report.Tables.Length.ShouldBe(5);
        report.Tables.ShouldAllBe(t => t.Alarms.IsEmpty && !t.Remarks.IsEmpty && !t.Rows.IsEmpty && t.Rows.All(r => r.Cells.Length == t.Columns.Length));
        foreach (var key in new[] { "speedup", "onePlan", "puma", "occ", "modes", "pieces" })
        {
            Numbers(report.Tables[0], key).ShouldAllBe(ratio => ratio >= 1 - 1e-9, key);
        }

        Numbers(report.Tables[3], "switchShare").ShouldAllBe(share => share >= 0 && share < 0.03);
        Numbers(report.Tables[3], "switchCycles").ShouldContain(cycles => cycles > 0);
        var sensitivity = report.Tables[4];
        Numbers(sensitivity, "least").Zip(Numbers(sensitivity, "nearest"), Numbers(sensitivity, "most")).ShouldAllBe(r => r.First <= r.Second && r.Second <= r.Third);
        Numbers(sensitivity, "most")[0].ShouldBeGreaterThan(Numbers(sensitivity, "least")[0] * 1.1);
    }

    [Fact]
    public void The_first_segments_of_VGG_16_are_the_published_ones()
    {
        var segments = Study(["segments"]).Run("test").Tables.Single().Rows.Where(r => r.Cells[0].Text == "physical").Select(r => r.Cells[2].Text).ToArray();

        segments[0].ShouldBe("conv1 conv2 conv3 conv4");
        segments[1].ShouldBe("conv5 conv6");
        segments[2].ShouldBe("conv7");
        segments.Skip(2).ShouldAllBe(s => !s!.Contains(' ') || s.EndsWith("more", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("bert-large:seq=64,layers=3")]
    public void Switching_counted_from_the_plan_is_what_the_simulator_measures(string source)
    {
        var chip = DualModeChipLibrary.Load("dynaplasia", ["switchToCompute=3", "switchToMemory=2"]);
        var plan = DualModeCompiler.Plan(NetworkLoader.Load(source), chip, new CompileOptions { HasGreedyPieces = true }, 2);

        var measured = ProgramTimer.Run(ProgramWriter.Write(plan), chip).ByKind.Switch;

        measured.ShouldBeGreaterThan(0);
        PlanReading.Row(plan, 0, keepsSegments: false).SwitchCycles.ShouldBe(measured);
    }

    [Fact]
    public void Shares_of_arrays_do_not_depend_on_how_segments_are_kept()
    {
        var plan = DualModeCompiler.Plan(NetworkLoader.Load("resnet18"), DualSetting.Fit.Chip, new CompileOptions { Cost = DualSetting.Fit.Cost });
        var (one, all) = (PlanReading.Row(plan, 0, keepsSegments: false), PlanReading.Row(plan, 0, keepsSegments: true));

        all.Segments.Length.ShouldBeGreaterThan(one.Segments.Length);
        all.Segments.Sum(s => s.Cycles).ShouldBe(plan.Cycles, plan.Cycles * 1e-9);
        all.Segments.Sum(s => s.Times).ShouldBe(plan.Segments);
        one.MemoryShare.ShouldBe(all.MemoryShare, 1e-9);
        one.ComputeShare.ShouldBe(all.ComputeShare, 1e-9);
        (one.MemoryShare + one.ComputeShare).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void A_stopped_study_goes_on_where_it_was_and_ends_with_the_same_tables()
    {
        using var stop = new CancellationTokenSource();
        var first = Study(["sensitivity"]);
        var stopped = first.Run("test", new Callback(p =>
        {
            if (p.Done >= 5)
            {
                stop.Cancel();
            }
        }), null, stop.Token);
        first.IsComplete.ShouldBeFalse();
        stopped.Tables.ShouldBeEmpty();
        var kept = Directory.GetFiles(_directory.Path).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        kept.Count.ShouldBeGreaterThanOrEqualTo(5);

        var second = Study(["sensitivity"]);
        var resumed = second.Run("test");

        second.IsComplete.ShouldBeTrue();
        kept.ShouldAllBe(file => File.GetLastWriteTimeUtc(file.Key) == file.Value);
        using var elsewhere = new TemporaryDirectory();
        var whole = new CmswitchStudy(Small, ["sensitivity"], elsewhere.Path).Run("test");
        resumed.Tables[0].Rows.Select(r => string.Join(' ', r.Cells)).ShouldBe(whole.Tables[0].Rows.Select(r => string.Join(' ', r.Cells)));
    }

    [Fact]
    public void The_command_refuses_unknown_tables_and_lists_the_known_ones()
    {
        ToolRun.Of("paper", "cmswitch", "--tables", "speedup,magic", "-o", _directory["out"]).ShouldBeRefused().Error.ShouldContain("magic");
        var help = ToolRun.Of("paper", "cmswitch", "--help").Out.ReplaceLineEndings(" ");
        CmswitchStudy.Tables.Select(t => t.Id).ShouldBe(["speedup", "literal", "presets", "length", "generation", "prime", "segments", "arrays", "switching", "sensitivity"]);
        foreach (var (id, _) in CmswitchStudy.Tables)
        {
            help.ShouldContain(id);
        }
    }

    [Fact]
    public void The_settings_of_the_sensitivity_are_all_different_and_hold_the_defaults()
    {
        var points = SensitivityPoint.All(isQuick: false);

        points.Distinct().Count().ShouldBe(points.Length);
        points.ShouldContain(new SensitivityPoint(40, 16, 8, 320, false, false, false));
        points[0].Setting(copiesProducts: true).Chip.ArrayBitsPerCycle.ShouldBe(8 * points[0].ArrayBytes);
    }

    private CmswitchStudy Study(ImmutableArray<string> tables, CmswitchOptions? options = null) => new(options ?? Small, tables, _directory.Path);

    private static double[] Numbers(ReportTable table, string key)
    {
        var column = table.Columns.ToList().FindIndex(c => c.Key == key);
        return [.. table.Rows.Select(r => r.Cells[column].Number!.Value)];
    }

    private sealed class Callback(Action<StudyProgress> action) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => action(value);
    }
}
