using Cimarron.Reports.Tables;
using Spectre.Console;

namespace Cimarron.Tool.Output;

/// <summary>A report's tables on the console.</summary>
internal static class ReportPrinter
{
    /// <summary>The tables, then the headlines.</summary>
    public static void Print(ReportDocument report, ToolConsole console, bool headlinesOnly)
    {
        foreach (var table in headlinesOnly ? [] : report.Tables)
        {
            Line(console, table.Title);
            console.Write(Lay(table));
            foreach (var figure in table.Published)
            {
                Line(console, $"Published: {figure.Quantity}: {figure.Text} ({figure.Source}).");
            }

            foreach (var remark in table.Remarks)
            {
                Line(console, remark);
            }

            if (!table.Published.IsEmpty || !table.Remarks.IsEmpty)
            {
                console.Out.WriteLine();
            }
        }

        foreach (var (value, meaning) in report.Headlines)
        {
            Line(console, $"{value} {meaning}");
        }
    }

    /// <summary>What must not be, as diagnostics.</summary>
    public static IEnumerable<Diagnostic> Alarms(ReportDocument report) => report.Tables.SelectMany(t => t.Alarms.Select(a =>
        Diagnostic.Warning("CIM0503", a, field: t.Id, hint: "a heuristic can never be better than a proven optimum")));

    private static Table Lay(ReportTable table)
    {
        var laid = TableExtensions.Create();
        foreach (var column in table.Columns)
        {
            laid = column.Style == NumberStyle.Text ? laid.Left(column.Title) : laid.Right(column.Title);
        }

        ReportRow? above = null;
        foreach (var row in table.Rows)
        {
            var isNewGroup = above is null || above.Cells[0] != row.Cells[0];
            laid.Row([.. row.Cells.Select((cell, i) => table.Columns[i].IsGroup && !isNewGroup && above!.Cells[i] == cell ? "" : cell.Print(table.Columns[i].Style))]);
            above = row;
        }

        return laid;
    }

    private static void Line(ToolConsole console, string text) => console.Out.WriteLine(ToolConsole.Clean(text));
}
