namespace Cimarron.Reports.Tables;

/// <summary>A cell: words, a number, or nothing.</summary>
/// <param name="Text">The words; null for a number or nothing.</param>
/// <param name="Number">The number in full, in the column's unit; null for words or nothing.</param>
public readonly record struct ReportCell(string? Text, double? Number)
{
    /// <summary>Words.</summary>
    public static ReportCell Of(string text) => new(text, null);

    /// <summary>A number; nothing where it is null or not finite.</summary>
    public static ReportCell Of(double? number) => new(null, number is { } n && double.IsFinite(n) ? n : null);

    /// <summary>The cell for people.</summary>
    public string Print(NumberStyle style) => Text ?? style switch
    {
        NumberStyle.Count => NumberText.Cycles(Number),
        NumberStyle.Ratio => NumberText.Ratio(Number),
        NumberStyle.Percent => NumberText.Percent(Number),
        NumberStyle.Seconds => Number is { } seconds ? NumberText.Seconds(seconds) : "–",
        _ => NumberText.Short(Number),
    };
}
