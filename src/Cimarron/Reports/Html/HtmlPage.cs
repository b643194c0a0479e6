using System.Net;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Reports.Html;

/// <summary>A report as one HTML file that needs nothing else: no scripts, no fonts, no network; readable on paper and in the dark.</summary>
public static class HtmlPage
{
    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <summary>Writes the page.</summary>
    public static void Write(ReportDocument report, TextWriter writer)
    {
        writer.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{E(report.Title)}</title>
            <style>
            {Style.Value}</style>
            </head>
            <body>
            <a class="skip" href="#tables">Skip to the tables</a>
            <header>
            <h1>{E(report.Title)}</h1>
            <p class="summary">{E(report.Summary)}</p>

            """);
        Headlines(report, writer);
        Alarms(report, writer);
        Contents(report, writer);
        writer.Write("</header>\n<main id=\"tables\">\n");
        foreach (var table in report.Tables)
        {
            Section(table, writer);
        }

        writer.Write("</main>\n<footer>\n<h2>How these numbers were made</h2>\n<dl>\n");
        foreach (var (name, value) in report.Facts.Append(("command", report.Command)))
        {
            writer.Write($"<dt>{E(name)}</dt><dd>{E(value)}</dd>\n");
        }

        writer.Write("</dl>\n</footer>\n</body>\n</html>\n");
    }

    private static void Headlines(ReportDocument report, TextWriter writer)
    {
        if (report.Headlines.IsEmpty)
        {
            return;
        }

        writer.Write("<ul class=\"headlines\">\n");
        foreach (var (value, meaning) in report.Headlines)
        {
            writer.Write($"<li><strong>{E(value)}</strong><span>{E(meaning)}</span></li>\n");
        }

        writer.Write("</ul>\n");
    }

    private static void Alarms(ReportDocument report, TextWriter writer)
    {
        var alarms = report.Tables.SelectMany(t => t.Alarms).ToArray();
        if (alarms.Length > 0)
        {
            writer.Write($"<div class=\"alarm\" role=\"alert\"><strong>Something is wrong:</strong><ul>{string.Concat(alarms.Select(a => $"<li>{E(a)}</li>"))}</ul></div>\n");
        }
    }

    private static void Contents(ReportDocument report, TextWriter writer)
    {
        if (report.Tables.Length > 2)
        {
            writer.Write($"<nav aria-label=\"Tables\"><ul>{string.Concat(report.Tables.Select(t => $"<li><a href=\"#{E(t.Id)}\">{E(t.Title)}</a></li>"))}</ul></nav>\n");
        }
    }

    private static void Section(ReportTable table, TextWriter writer)
    {
        writer.Write($"<section id=\"{E(table.Id)}\">\n<h2>{E(table.Title)}</h2>\n<p>{E(table.Explanation)}</p>\n");
        if (!table.Published.IsEmpty)
        {
            writer.Write("<div class=\"published\"><h3>Published</h3>\n<ul>\n");
            foreach (var figure in table.Published)
            {
                writer.Write($"<li>{E(figure.Quantity)}: <strong>{E(figure.Text)}</strong> <cite>{E(figure.Source)}</cite></li>\n");
            }

            writer.Write("</ul></div>\n");
        }

        foreach (var chart in table.Charts)
        {
            writer.Write($"<figure>\n<figcaption>{E(chart.Title)}</figcaption>\n{SvgChart.Draw(chart)}</figure>\n");
        }

        Remarks(table, writer);
        Rows(table, writer);
        writer.Write("</section>\n");
    }

    private static void Remarks(ReportTable table, TextWriter writer)
    {
        if (!table.Remarks.IsEmpty)
        {
            writer.Write($"<ul class=\"remarks\">{string.Concat(table.Remarks.Select(r => $"<li>{E(r)}</li>"))}</ul>\n");
        }
    }

    private static void Rows(ReportTable table, TextWriter writer)
    {
        writer.Write($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{E(table.Title)}\">\n<table>\n<thead><tr>");
        foreach (var column in table.Columns)
        {
            writer.Write($"<th scope=\"col\"{Kind(column)}>{E(column.Title)}</th>");
        }

        writer.Write("</tr></thead>\n<tbody>\n");
        ReportRow? above = null;
        foreach (var row in table.Rows)
        {
            var words = string.Join(' ', new[] { row.IsTotal ? "total" : "", row.IsAlarming ? "alarming" : "", StartsGroup(table, row, above) ? "first" : "" }.Where(w => w.Length > 0));
            writer.Write(words.Length > 0 ? $"<tr class=\"{words}\">" : "<tr>");
            for (var i = 0; i < row.Cells.Length; i++)
            {
                var column = table.Columns[i];
                var repeats = column.IsGroup && above is not null && above.Cells[i] == row.Cells[i] && !StartsGroup(table, row, above);
                var text = E(row.Cells[i].Print(column.Style));
                writer.Write(i == 0 ? $"<th scope=\"row\"{(repeats ? " class=\"repeat\"" : "")}>{text}</th>" : $"<td{Kind(column, repeats)}>{text}</td>");
            }

            writer.Write("</tr>\n");
            above = row;
        }

        writer.Write("</tbody>\n</table>\n</div>\n");
    }

    private static bool StartsGroup(ReportTable table, ReportRow row, ReportRow? above) =>
        table.Columns[0].IsGroup && (above is null || above.Cells[0] != row.Cells[0]);

    private static string Kind(ReportColumn column, bool repeats = false)
    {
        var words = string.Join(' ', new[] { column.Style == NumberStyle.Text ? "" : "n", repeats ? "repeat" : "" }.Where(w => w.Length > 0));
        return words.Length > 0 ? $" class=\"{words}\"" : "";
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("Cimarron.Reports.report.css")
            ?? throw new InvalidOperationException("the style sheet is missing from the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
