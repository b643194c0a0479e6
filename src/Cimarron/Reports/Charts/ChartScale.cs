namespace Cimarron.Reports.Charts;

/// <summary>
/// Where a value lies between 0 and 1 on an axis, and where its ticks are. Linear from 0, unless the values span more than a factor of thirty;
/// then logarithmic between powers of ten.
/// </summary>
internal sealed class ChartScale
{
    /// <summary>Colours of the style sheet.</summary>
    public const int Colours = 6;

    private const double LogSpan = 30;
    private readonly double _low;
    private readonly double _high;

    public ChartScale(IEnumerable<double> values)
    {
        var positive = values.Where(v => v > 0 && double.IsFinite(v)).DefaultIfEmpty(1).ToArray();
        var (least, most) = (positive.Min(), positive.Max());
        IsLogarithmic = most / least > LogSpan;
        if (IsLogarithmic)
        {
            _low = Math.Floor(Math.Log10(least));
            _high = Math.Max(_low + 1, Math.Ceiling(Math.Log10(most)));
            Ticks = [.. Enumerable.Range((int)_low, (int)(_high - _low) + 1).Select(e => Math.Pow(10, e))];
            return;
        }

        var step = Step(most / 5);
        _high = Math.Ceiling(most / step - 1e-9) * step;
        Ticks = [.. Enumerable.Range(0, (int)Math.Round(_high / step) + 1).Select(i => i * step)];
    }

    public bool IsLogarithmic { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>0 at the start of the axis, 1 at its end; values outside are moved to the nearer end.</summary>
    public double Position(double value) => Math.Clamp(IsLogarithmic ? (Math.Log10(Math.Max(value, 1e-300)) - _low) / (_high - _low) : value / _high, 0, 1);

    /// <summary>The least of 1, 2, 2.5 and 5 times a power of ten that is at least the given step.</summary>
    private static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return new[] { 1, 2, 2.5, 5, 10 }.First(m => m * power >= least * (1 - 1e-9)) * power;
    }
}
