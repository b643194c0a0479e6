using System.Text.Json;
using Cimarron.Exploration.Comparing;
using Cimarron.Mappers;
using Cimarron.Mappers.Baselines;
using Cimarron.Reports.Tables;
using Cimarron.Tests.Mappers;
using Cimarron.Tests.Tool;
using Cimarron.Tool.Commands;
using Cimarron.Workloads;

namespace Cimarron.Tests.Exploration;

public sealed class ComparisonTests
{
    private const string Small = "R=3,S=3,P=4,Q=4,C=8,K=16,name=conv";

    [Fact]
    public void A_heuristic_that_beats_a_claimed_optimum_is_flagged()
    {
        // The streaming mapping is far from optimal; claiming that it is must not go unnoticed.
        var comparison = Compare(("claims", FakeMapper.Proving()), ("loma", new LomaMapper()));
        var report = ComparisonReport.Build(comparison, "test");

        report.Tables[0].Alarms.ShouldHaveSingleItem().ShouldContain("conv: loma found");
        report.Tables[0].Rows.Single(r => r.IsAlarming).Cells[3].Text.ShouldBe("loma");
        using var page = new StringWriter();
        Cimarron.Reports.Html.HtmlPage.Write(report, page);
        page.ToString().ShouldContain("role=\"alert\"");
    }

    [Fact]
    public void An_honest_exact_mapper_raises_no_alarm_and_ratios_follow_from_the_values()
    {
        var comparison = Compare(("loma", new LomaMapper()), ("exact", new ExactMapper()), ("ws", new WeightStationaryMapper()));
        var table = ComparisonReport.Table(comparison);

        table.Alarms.ShouldBeEmpty();
        comparison.Reference.Mapper.ShouldBe("exact");
        foreach (var row in table.Rows.Where(r => !r.IsTotal))
        {
            var run = comparison.Runs.Single(r => r.Mapper == row.Cells[3].Text).Result;
            row.Cells[7].Number!.Value.ShouldBe(run.Edp / comparison.Reference.Result.Edp, 1e-12);
            row.Cells[7].Number!.Value.ShouldBeGreaterThanOrEqualTo(1);
        }
    }

    [Fact]
    public void Random_sampling_without_limits_gets_the_time_of_the_exact_mapper()
    {
        var comparison = Compare(("random", new RandomMapper()), ("exact", new ExactMapper()));

        var (random, exact) = (comparison.Runs[0].Result.Layers[0].Answer, comparison.Runs[1].Result.Layers[0].Answer);
        // Without the rule it would run for its default of a whole second.
        random.Seconds.ShouldBeGreaterThanOrEqualTo(Math.Max(0.01, exact.Seconds) * 0.99);
        random.Seconds.ShouldBeLessThan(Math.Max(0.01, exact.Seconds) + 0.5);
    }

    [Fact]
    public void The_command_writes_a_page_a_document_and_a_table()
    {
        using var directory = new TemporaryDirectory();

        var run = ToolRun.Of("compare", "--layer", Small, "--mappers", "exact,loma:limit=3,spatial=2,random:samples=20", "-o", directory["out"]);

        run.ExitCode.ShouldBe(0, run.Error);
        directory.Files().ShouldBe(["out/comparison.csv", "out/report.html", "out/report.json"]);
        run.Out.ShouldContain("loma:limit=3,spatial=2");
        File.ReadAllLines(directory["out/comparison.csv"]).Length.ShouldBe(1 + 3 + 3);
        using var json = JsonDocument.Parse(File.ReadAllText(directory["out/report.json"]));
        var rows = json.RootElement.GetProperty("tables")[0].GetProperty("rows").EnumerateArray().ToArray();
        rows.Length.ShouldBe(6);
        rows[0].GetProperty("proof").GetString().ShouldBe("optimal");
        rows[1].GetProperty("ratio").GetDouble().ShouldBeGreaterThanOrEqualTo(1);
        var page = File.ReadAllText(directory["out/report.html"]);
        page.ShouldContain("<svg");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("src=");
    }

    [Theory]
    [InlineData("--mappers", "exact,simplex")]
    [InlineData("--mappers", "")]
    [InlineData("--mappers", "loma,loma")]
    [InlineData("--mapper", "loma")]
    public void Wrong_mappers_are_refused(string option, string value) => ToolRun.Of("compare", "--layer", Small, option, value).ShouldBeRefused();

    private static Comparison Compare(params (string, ILayerMapper)[] mappers) =>
        Comparer.Run(SingleLayerNetwork.Of(LayerParser.Parse(Small), Small), TestChips.Default, new MapperOptions { Threads = 1 }, [.. mappers]);
}
