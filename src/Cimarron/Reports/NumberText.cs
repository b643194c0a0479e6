using System.Globalization;

namespace Cimarron.Reports;

/// <summary>Numbers for people; files carry them in full. A number that does not exist is a dash.</summary>
internal static class NumberText
{
    /// <summary>Cycles with separators: <c>1,234,567</c>.</summary>
    public static string Cycles(double? value) => Text(value, v => v.ToString("#,##0.##", CultureInfo.InvariantCulture));

    /// <summary>Five significant digits: <c>1,234.5</c>, <c>0.00012345</c>, <c>1.2345E+09</c>.</summary>
    public static string Short(double? value) => Text(value, v =>
    {
        var size = Math.Abs(v);
        return size == 0 ? "0"
            : size is >= 1e-3 and < 1e7 ? v.ToString(size >= 1e5 ? "#,##0" : size >= 1e3 ? "#,##0.#" : size >= 100 ? "0.##" : size >= 10 ? "0.###" : size >= 1 ? "0.####" : "0.######", CultureInfo.InvariantCulture)
            : v.ToString("0.####E+00", CultureInfo.InvariantCulture);
    });

    /// <summary>A share as per cent; a gap that is not zero never reads as zero.</summary>
    public static string Percent(double? value) => Text(value, v => v switch
    {
        0 => "0 %",
        < 0.0001 and > 0 => "<0.01 %",
        _ => (v * 100).ToString(Math.Abs(v) >= 0.1 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + " %",
    });

    /// <summary>A factor: <c>×1.684</c>; one that differs from 1 by more than rounding never reads as 1.</summary>
    public static string Ratio(double? value) => Text(value, v => Math.Abs(v - 1) switch
    {
        < 1e-9 => "×1",
        < 0.0005 => "×" + v.ToString("0.#########", CultureInfo.InvariantCulture),
        _ => "×" + v.ToString(v >= 100 ? "#,##0" : v >= 10 ? "0.0" : "0.000", CultureInfo.InvariantCulture),
    });

    /// <summary>Seconds without a unit.</summary>
    public static string Seconds(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string Text(double? value, Func<double, string> format) => value is { } v && double.IsFinite(v) ? format(v) : "–";
}
