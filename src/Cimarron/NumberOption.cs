using System.Globalization;

namespace Cimarron;

/// <summary>A numeric option as users see it: the source of its help text and of its range check.</summary>
/// <param name="Name">Name on the command line, without dashes.</param>
/// <param name="Description">What it does, one sentence without a full stop.</param>
/// <param name="Unit">Unit, or empty.</param>
/// <param name="Default">Value when not given.</param>
/// <param name="Minimum">Smallest value accepted.</param>
/// <param name="Maximum">Largest value accepted.</param>
/// <param name="IsWhole">Whether only whole numbers make sense.</param>
public sealed record NumberOption(string Name, string Description, string Unit, double Default, double Minimum, double Maximum, bool IsWhole)
{
    /// <summary>Description, range and default on one line.</summary>
    public string Help => string.Create(CultureInfo.InvariantCulture, $"{Description} ({Minimum:0.###}…{Maximum:0.###}{Space}{Unit}, default {Default:0.###})");

    private string Space => Unit.Length == 0 ? "" : " ";

    /// <summary>Reads a value; a value out of range or not a number is a diagnostic.</summary>
    public double? Parse(string text, out Diagnostic? problem)
    {
        problem = null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= Minimum && value <= Maximum && (!IsWhole || value == Math.Floor(value)))
        {
            return value;
        }

        var kind = IsWhole ? "a whole number" : "a number";
        var range = string.Create(CultureInfo.InvariantCulture, $"{Minimum:0.###}…{Maximum:0.###}{Space}{Unit}");
        problem = Diagnostic.Error("CIM0602", $"expected {kind} in {range}, found '{text}'", field: $"--{Name}", hint: string.Create(CultureInfo.InvariantCulture, $"for example --{Name} {Default:0.###}"));
        return null;
    }
}
