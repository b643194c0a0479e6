using System.Globalization;
using CsvHelper;

namespace Cimarron.Reports.Tables;

/// <summary>A table as comma-separated values: its keys, then one line per row, numbers in full, nothing where there is none.</summary>
public static class TableCsv
{
    /// <summary>Writes the table.</summary>
    public static void Write(ReportTable table, TextWriter writer)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord([.. table.Columns.Select(c => c.Key)]);
        foreach (var row in table.Rows)
        {
            csv.WriteRecord([.. row.Cells.Select(c => c.Text ?? c.Number?.ToString("R", CultureInfo.InvariantCulture) ?? "")]);
        }
    }
}
