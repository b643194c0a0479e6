namespace Cimarron.Reports.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Key">Its name in JSON and CSV, camel case, with the unit where there is one.</param>
/// <param name="Title">Its heading for people.</param>
/// <param name="Style">How its numbers read.</param>
public sealed record ReportColumn(string Key, string Title, NumberStyle Style = NumberStyle.Text)
{
    /// <summary>Whether a cell that repeats the one above it may be left empty for people.</summary>
    public bool IsGroup { get; init; }
}
