using Cimarron.Exploration.Ciminus;
using Cimarron.Reports.Tables;

namespace Cimarron.Tests.Papers;

/// <summary>CIMinus, IEEE TC 2026, arXiv 2511.16368: the study, in its quick edition.</summary>
public sealed class CiminusTests
{
    private static readonly Lazy<(CiminusStudy Study, ReportDocument Report)> Quick = new(() =>
    {
        var study = new CiminusStudy(new CiminusOptions { IsQuick = true, Threads = 2 }, []);
        return (study, study.Run("test"));
    });

    [Fact]
    public void Every_table_is_there_and_nothing_is_that_must_not_be()
    {
        var (study, report) = Quick.Value;
        study.IsComplete.ShouldBeTrue();
        report.Tables.Select(t => t.Id).ShouldBe(CiminusStudy.Tables.Select(t => t.Id));
        report.Tables.SelectMany(t => t.Alarms).ShouldBeEmpty();
        report.Tables.ShouldAllBe(t => t.Rows.Length > 5 && t.Rows.All(r => r.Cells.Length == t.Columns.Length));
    }

    [Fact]
    public void Patterns_gain_what_they_can()
    {
        var rows = Table("patterns").Rows;
        double Speedup(string pattern, double ratio) => rows.Single(r => r.Cells[1].Text == pattern && r.Cells[2].Number == ratio).Cells[5].Number!.Value;
        Speedup("unstructured", 0.8).ShouldBe(1);
        Speedup("row-wise", 0.8).ShouldBeGreaterThan(Speedup("row-wise", 0.5));
        Speedup("column-wise", 0.5).ShouldBeGreaterThan(1.2);
        rows.ShouldAllBe(r => r.Cells[8].Number >= r.Cells[5].Number, "skipping zero bits never takes longer");
    }

    [Fact]
    public void A_fuller_array_can_take_more_buffer_energy()
    {
        var losing = MappingTable.Losing(Quick.Value.Study.Context).ToArray();
        losing.ShouldNotBeEmpty();
        losing[0].Energy.ShouldBeGreaterThan(1.05);
        losing[0].Utilisation.ShouldBeGreaterThan(1.05);
        Table("mapping").Remarks.ShouldContain(r => r.Contains("takes more buffer energy"));
    }

    [Fact]
    public void Accuracy_is_measured_on_the_images()
    {
        var table = Table("accuracy");
        table.Rows[0].Cells[2].Number!.Value.ShouldBeInRange(0.95, 1);
        var unstructured = table.Rows.Where(r => r.Cells[0].Text == "unstructured").ToArray();
        unstructured[0].Cells[2].Number!.Value.ShouldBeGreaterThan(unstructured[^1].Cells[2].Number!.Value + 0.2);
    }

    [Fact]
    public void The_paper_says_little_and_the_report_no_more()
    {
        CiminusPublished.All.Select(f => f.Id).ShouldBe(["validation", "time"]);
        CiminusPublished.All[0].High.ShouldBe(0.0527);
    }

    private static ReportTable Table(string id) => Quick.Value.Report.Tables.Single(t => t.Id == id);
}
