using System.Globalization;
using Cimarron.Mappers;
using Cimarron.Reports;

namespace Cimarron.Tool.Output;

/// <summary>Numbers for people; files carry them in full.</summary>
internal static class Numbers
{
    /// <summary>The unit of an objective.</summary>
    public static string Unit(Objective objective) => objective switch { Objective.Latency => "cycles", Objective.Energy => "nJ", _ => "nJ·cycles" };

    /// <summary>Cycles with separators: <c>1,234,567</c>.</summary>
    public static string Cycles(double? value) => NumberText.Cycles(value);

    /// <summary>Five significant digits: <c>1,234.5</c>, <c>0.00012345</c>, <c>1.2345E+09</c>.</summary>
    public static string Short(double? value) => NumberText.Short(value);

    /// <summary>A share as per cent; a gap that is not zero never reads as zero.</summary>
    public static string Percent(double? value) => NumberText.Percent(value);

    /// <summary>A factor: <c>×1.684</c>.</summary>
    public static string Ratio(double? value) => NumberText.Ratio(value);

    public static string Seconds(double value) => NumberText.Seconds(value);

    public static string Duration(TimeSpan time) => time.TotalSeconds < 90
        ? $"{Math.Round(time.TotalSeconds)} s"
        : time.TotalMinutes < 90 ? $"{Math.Round(time.TotalMinutes)} min" : $"{time.TotalHours.ToString("0.0", CultureInfo.InvariantCulture)} h";
}
