using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cimarron.Reports.Tables;

/// <summary>
/// A report as JSON: <c>format</c>, <c>title</c>, <c>toolVersion</c>, <c>command</c>, <c>facts</c>, and <c>tables</c>, each with <c>columns</c> and <c>rows</c>
/// as objects whose keys are the columns'. Numbers are in full; one that does not exist is null.
/// </summary>
public static class ReportJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the report.</summary>
    public static void Write(ReportDocument report, TextWriter writer)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", ReportDocument.CurrentFormat);
            json.WriteString("title", report.Title);
            json.WriteString("toolVersion", ResultBuilder.ToolVersion);
            json.WriteString("command", report.Command);
            json.WriteStartObject("facts");
            foreach (var (name, value) in report.Facts)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteStartArray("tables");
            foreach (var table in report.Tables)
            {
                Table(table, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        writer.Write(Encoding.UTF8.GetString(stream.ToArray()));
        writer.Write('\n');
    }

    private static void Table(ReportTable table, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", table.Id);
        json.WriteString("title", table.Title);
        json.WriteString("explanation", table.Explanation);
        Array(json, "columns", table.Columns, column =>
        {
            json.WriteStartObject();
            json.WriteString("key", column.Key);
            json.WriteString("title", column.Title);
            json.WriteEndObject();
        });
        Array(json, "rows", table.Rows, row => Row(table, row, json));
        Array(json, "published", table.Published, figure =>
        {
            json.WriteStartObject();
            json.WriteString("id", figure.Id);
            json.WriteString("quantity", figure.Quantity);
            json.WriteNumber("low", figure.Low);
            json.WriteNumber("high", figure.High);
            json.WriteString("source", figure.Source);
            json.WriteEndObject();
        });
        Array(json, "remarks", table.Remarks, json.WriteStringValue);
        Array(json, "alarms", table.Alarms, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void Row(ReportTable table, ReportRow row, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (column, cell) in table.Columns.Zip(row.Cells))
        {
            if (cell.Text is { } text)
            {
                json.WriteString(column.Key, text);
            }
            else if (cell.Number is { } number)
            {
                json.WriteNumber(column.Key, number);
            }
            else
            {
                json.WriteNull(column.Key);
            }
        }

        json.WriteEndObject();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }
}
