using System.Globalization;

namespace Cimarron.Solvers.Commands;

/// <summary>A number as a solver printed it, and how much its last digit is worth.</summary>
/// <param name="Value">The number.</param>
/// <param name="LastDigit">One unit in the last place printed.</param>
internal readonly record struct PrintedNumber(double Value, double LastDigit)
{
    /// <summary>Reads a number; null when it is none or stands for infinity.</summary>
    public static PrintedNumber? Parse(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(Math.Abs(value) < MipModel.Infinity))
        {
            return null;
        }

        var mark = text.IndexOfAny(['e', 'E']);
        var mantissa = mark < 0 ? text : text[..mark];
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.');
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;

        // A number printed without a point is exact, as "12" for an objective of whole numbers, unless it has been rounded to six digits.
        return new PrintedNumber(value, point < 0 && mark < 0 && mantissa.Length < 6 ? 0 : Math.Pow(10, exponent - decimals));
    }
}
