using Cimarron.Reports.Html;

namespace Cimarron.Reports.Tables;

/// <summary>The files of a report: <c>report.html</c>, <c>report.json</c> and one <c>&lt;table&gt;.csv</c> each. Every file appears complete or not at all.</summary>
public sealed class ReportDirectory
{
    private readonly string _path;

    /// <summary>Opens a directory for a report, creating it; temporary files of a killed run are removed.</summary>
    /// <exception cref="DiagnosticException">It cannot be created or written to.</exception>
    public ReportDirectory(string path)
    {
        _path = path;
        AtomicFile.CreateDirectory(path);
        AtomicFile.RemoveStale(path);
    }

    /// <summary>Writes all files.</summary>
    /// <exception cref="DiagnosticException">A file cannot be written.</exception>
    public void Write(ReportDocument report)
    {
        AtomicFile.Write(Path.Combine(_path, "report.json"), writer => ReportJson.Write(report, writer));
        foreach (var table in report.Tables)
        {
            AtomicFile.Write(Path.Combine(_path, $"{table.Id}.csv"), writer => TableCsv.Write(table, writer));
        }

        AtomicFile.Write(Path.Combine(_path, "report.html"), writer => HtmlPage.Write(report, writer));
    }
}
