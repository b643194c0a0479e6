using System.Globalization;
using System.Text.RegularExpressions;

namespace Cimarron.Hardware.Reading;

/// <summary>A number with its unit, as written: <c>128 bit/cycle</c>.</summary>
/// <param name="Number">The digits as written.</param>
/// <param name="Unit">The unit, one of <see cref="UnitFamily.Units"/>, or empty for a count.</param>
/// <param name="Value">The value in base units.</param>
internal sealed partial record Quantity(string Number, string Unit, double Value)
{
    /// <summary>Reads a quantity; on failure <paramref name="problem"/> says what was expected and <paramref name="hint"/> how to write it.</summary>
    /// <param name="text">The text, e.g. <c>256 KiB</c>.</param>
    /// <param name="family">The kind expected.</param>
    /// <param name="unitOptional">Whether a bare number means base units (on the command line) or is refused (in files).</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="hint">What to write instead.</param>
    public static Quantity? Parse(string text, UnitFamily family, bool unitOptional, out string problem, out string? hint)
    {
        problem = "";
        hint = null;
        var match = Pattern().Match(text.Length <= 200 ? text : "");
        if (!match.Success)
        {
            problem = family == UnitFamily.Count ? "expected a whole number" : $"expected a number with unit {family.BaseUnit}";
            hint = family == UnitFamily.Count ? "write digits only, e.g. 8" : $"write for example '8 {family.BaseUnit}'; units: {family.List}";
            return null;
        }

        var unit = match.Groups["unit"].Value.Replace(" ", "", StringComparison.Ordinal);
        if (unit.Length == 0 && unitOptional)
        {
            unit = family.BaseUnit;
        }

        if (!IsKnown(unit, family, match.Groups["number"].Value, out problem, out hint))
        {
            return null;
        }

        var value = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        if (family.Units.TryGetValue(unit, out var factor) && factor != 1)
        {
            value *= (double)factor;
        }

        return new Quantity(match.Groups["number"].Value, unit, value);
    }

    private static bool IsKnown(string unit, UnitFamily family, string number, out string problem, out string? hint)
    {
        problem = "";
        hint = null;
        if (family == UnitFamily.Count ? unit.Length == 0 : family.Units.ContainsKey(unit))
        {
            return true;
        }

        problem = family == UnitFamily.Count ? $"expected a plain number, found the unit '{unit}'"
            : unit.Length == 0 ? "the unit is missing"
            : $"unknown unit '{unit}'";
        var same = family.Units.Keys.FirstOrDefault(u => string.Equals(u, unit, StringComparison.OrdinalIgnoreCase));
        hint = family == UnitFamily.Count ? $"write {number}" : same is not null ? $"write '{number} {same}'" : $"write for example '{number} {family.BaseUnit}'; units: {family.List}";
        return false;
    }

    public override string ToString() => Unit.Length == 0 ? Number : $"{Number} {Unit}";

    [GeneratedRegex(@"^\s*(?<number>[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)\s*(?<unit>[A-Za-z/][A-Za-z/ ]*)?\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
