using System.Globalization;
using Cimarron.Mappers;

namespace Cimarron.Tool.Output;

/// <summary>Numbers for people; files carry them in full.</summary>
internal static class Numbers
{
    /// <summary>The unit of an objective.</summary>
    public static string Unit(Objective objective) => objective switch { Objective.Latency => "cycles", Objective.Energy => "nJ", _ => "nJ·cycles" };

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
        _ => (v * 100).ToString(v >= 0.1 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + " %",
    });

    public static string Seconds(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time.TotalSeconds < 90
        ? $"{Math.Round(time.TotalSeconds)} s"
        : time.TotalMinutes < 90 ? $"{Math.Round(time.TotalMinutes)} min" : $"{time.TotalHours.ToString("0.0", CultureInfo.InvariantCulture)} h";

    private static string Text(double? value, Func<double, string> format) => value is { } v && double.IsFinite(v) ? format(v) : "–";
}
