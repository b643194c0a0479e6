using System.Collections.Immutable;
using Cimarron.Exploration.Miredo;
using Cimarron.Exploration.Studies;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Reports.Tables;
using Cimarron.Tests.Tool;
using Cimarron.Workloads;

namespace Cimarron.Tests.Papers;

/// <summary>MIREDO, ASP-DAC 2026, arXiv 2510.26463: its figures, and the study that stands beside them.</summary>
public sealed class MiredoTests : IDisposable
{
    private static readonly Workload Tiny = new("tiny", "")
    {
        Layers = [(new Layer { Name = "conv", R = 3, S = 3, P = 4, Q = 4, C = 8, K = 16, H = 6, W = 6 }, 2), (Layer.Gemm("fc", 4, 64, 48), 1)],
    };

    private static readonly StudyOptions Small = new() { IsQuick = true, Threads = 2, Base = Tiny, Workloads = [Tiny] };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_published_figures_are_those_of_the_paper()
    {
        Published.All.Select(f => f.Id).ShouldBe(["edp", "accuracy", "seconds"]);
        Published.All.ShouldAllBe(f => f.Source.Contains("2510.26463") && f.Low <= f.High);
        (Published.Figure("edp").Low, Published.Figure("edp").High).ShouldBe((1.6, 3.2));
        Published.Figure("accuracy").Low.ShouldBe(0.955);
    }

    [Fact]
    public void A_weight_stationary_ResNet_18_loses_what_the_paper_reports_for_heuristics()
    {
        // The optimum is proven layer by layer; docs/validation.md lists it.
        const double Optimum = 6_152_921 * 1_598_639.0;
        var result = new NetworkMapper(MapperLibrary.Create("weight-stationary")).Map(NetworkLoader.Load("resnet18"), TestChips.Default, new MapperOptions());

        (result.Edp / Optimum).ShouldBeInRange(Published.Figure("edp").Low, Published.Figure("edp").High);
    }

    [Fact]
    public void The_study_finds_no_heuristic_better_than_the_optimum_and_a_recursion_about_as_accurate_as_published()
    {
        var report = Study(["edp", "accuracy", "macro"]).Run("test");

        report.Tables.Select(t => t.Id).ShouldBe(["edp", "accuracy", "macro"]);
        report.Tables.ShouldAllBe(t => t.Alarms.IsEmpty && !t.Remarks.IsEmpty && t.Rows.All(r => r.Cells.Length == t.Columns.Length));
        var edp = report.Tables[0];
        Numbers(edp, "proven").ShouldBe(Numbers(edp, "layers"));
        foreach (var key in new[] { "weightStationaryRatio", "lomaRatio", "randomRatio" })
        {
            Numbers(edp, key).ShouldAllBe(ratio => ratio >= 1);
        }

        Numbers(report.Tables[1], "meanAccuracy")[^1].ShouldBe(Published.Figure("accuracy").Low, 0.08);
        var unchanged = report.Tables[2].Rows.Single(r => r.IsTotal);
        unchanged.Cells[3].ShouldBe(edp.Rows[0].Cells[Array.FindIndex([.. edp.Columns], c => c.Key == "edp")]);
        unchanged.Cells[4].Number.ShouldBe(1);
    }

    [Fact]
    public void A_stopped_study_goes_on_where_it_was_and_ends_with_the_same_tables()
    {
        using var stop = new CancellationTokenSource();
        var first = Study(["cores"]);
        var stopped = first.Run("test", new Callback(p =>
        {
            if (p.Done >= 4)
            {
                stop.Cancel();
            }
        }), null, stop.Token);
        first.IsComplete.ShouldBeFalse();
        stopped.Tables.ShouldBeEmpty();
        var kept = Directory.GetFiles(_directory.Path).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        kept.Count.ShouldBeGreaterThanOrEqualTo(4 * 3);

        var second = Study(["cores"]);
        var refreshed = 0;
        var resumed = second.Run("test", null, _ => refreshed++);

        second.IsComplete.ShouldBeTrue();
        refreshed.ShouldBe(1);
        kept.ShouldAllBe(file => File.GetLastWriteTimeUtc(file.Key) == file.Value);
        using var elsewhere = new TemporaryDirectory();
        var whole = new MiredoStudy(Small, ["cores"], elsewhere.Path).Run("test");
        resumed.Tables[0].Rows.Select(r => string.Join(' ', r.Cells)).ShouldBe(whole.Tables[0].Rows.Select(r => string.Join(' ', r.Cells)));
    }

    [Fact]
    public void The_solver_comparison_keeps_its_rows_and_flags_what_cannot_be()
    {
        var solver = new FakeSolver();
        ReportTable Run() => new MiredoStudy(Small, ["solvers"], _directory.Path, solver).Run("test").Tables.Single();

        var table = Run();
        var calls = solver.Calls;
        calls.ShouldBe(Tiny.Layers.Length * 2);
        table.Rows.Length.ShouldBe(Tiny.Layers.Length * 3);
        // The honest method is as good as the optimum, the other claims a single cycle.
        table.Alarms.Length.ShouldBe(Tiny.Layers.Length);
        table.Alarms.ShouldAllBe(a => a.Contains("boaster"));
        table.Rows.Single(r => r.Cells[0].Text == Tiny.Layers[0].Layer.Name && r.Cells[1].Text == "honest").Cells[2].Number!.Value.ShouldBe(0.5, 1e-9);

        Run();
        solver.Calls.ShouldBe(calls);
    }

    [Fact]
    public void A_solver_that_failed_is_asked_again_by_the_next_run()
    {
        var solver = new FakeSolver { Fails = true };
        ReportTable Run() => new MiredoStudy(Small, ["solvers"], _directory.Path, solver).Run("test").Tables.Single();

        Run().Rows.Count(r => r.Cells[9].Text == "not run").ShouldBe(Tiny.Layers.Length * 2);
        solver.Fails = false;
        Run().Rows.ShouldNotContain(r => r.Cells[9].Text == "not run");
    }

    [Fact]
    public void The_command_refuses_unknown_tables_and_lists_the_known_ones()
    {
        var run = ToolRun.Of("paper", "miredo", "--tables", "edp,magic", "-o", _directory["out"]).ShouldBeRefused();

        run.Error.ShouldContain("magic");
        MiredoStudy.Tables.Select(t => t.Id).ShouldBe(["edp", "accuracy", "macro", "cores", "buffer", "dram", "ports", "ping-pong", "solvers"]);
        foreach (var (id, _) in MiredoStudy.Tables)
        {
            ToolRun.Of("paper", "miredo", "--help").Out.ReplaceLineEndings(" ").ShouldContain(id);
        }
    }

    [Fact]
    public void Every_sweep_has_the_unchanged_chip_once_and_every_variant_is_a_chip()
    {
        foreach (var sweep in Sweeps.All)
        {
            var chips = sweep.Tasks(Small with { IsQuick = false }).Cast<LayerTask>().Select(t => t.Chip).DistinctBy(c => c.Hash).ToArray();
            chips.Count(c => c.Hash == ChipLibrary.Load("default").Hash).ShouldBe(1, sweep.Id);
            chips.Length.ShouldBeGreaterThan(2);
        }
    }

    private MiredoStudy Study(ImmutableArray<string> tables) => new(Small, tables, _directory.Path);

    private static double[] Numbers(ReportTable table, string key)
    {
        var column = table.Columns.ToList().FindIndex(c => c.Key == key);
        return [.. table.Rows.Select(r => r.Cells[column].Number!.Value)];
    }

    private sealed class Callback(Action<StudyProgress> action) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => action(value);
    }

    private sealed class FakeSolver : ISolverStudy
    {
        public int Calls;

        public bool Fails { get; set; }

        public ImmutableArray<string> Methods => ["honest", "boaster"];

        public string Identity(string method) => method;

        public SolverRow Run(string method, Layer layer, Chip chip, TimeSpan timeLimit, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref Calls);
            return Fails ? new SolverRow { Seconds = 0, Status = "not run", IsFailure = true } : new SolverRow { Value = 100, RootBound = 50, Bound = 100, ExactCycles = method == "honest" ? 1e12 : 1, Seconds = 0, Status = "optimal" };
        }
    }
}
